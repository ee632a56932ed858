// SPDX-License-Identifier: MIT
//
// A loop of libuv: its callbacks behind firewalls. What one of them throws is recorded, and the loop goes on.

#include "../capture/check.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>
#include <uv.h>

namespace {

using Log = loccer::Loccer<loccer::InMemoryOutput>;

//! [callbacks]
struct Pump {
    uv_timer_t timer{};
    uv_work_t filling{};
    int ticks = 0;
    bool has_ended = false;
};

void on_tick(uv_timer_t* timer) {
    Pump& pump = *static_cast<Pump*>(timer->data);
    if (++pump.ticks == 5) uv_timer_stop(timer);
    if (pump.ticks == 2) throw std::runtime_error("the pump is dry");
}

void fill(uv_work_t*) { throw 17; }  // on a thread of libuv's

void on_filled(uv_work_t* work, int) { static_cast<Pump*>(work->data)->has_ended = true; }

void start(uv_loop_t* loop, Pump& pump) {
    pump.timer.data = pump.filling.data = &pump;
    uv_timer_init(loop, &pump.timer);
    uv_timer_start(&pump.timer, loccer::firewall<on_tick>, 0, 1);
    uv_queue_work(loop, &pump.filling, loccer::firewall<fill>, loccer::firewall<on_filled>);
}
//! [callbacks]

}  // namespace

int main() {
    Log& log = loccer::install<Log>();
    uv_loop_t* const loop = uv_default_loop();
    Pump pump;

    start(loop, pump);
    uv_run(loop, UV_RUN_DEFAULT);
    uv_close(reinterpret_cast<uv_handle_t*>(&pump.timer), nullptr);
    uv_run(loop, UV_RUN_DEFAULT);
    uv_loop_close(loop);

    expect(pump.ticks == 5, "the timer went on after one of its callbacks had thrown");
    expect(pump.has_ended, "the work that threw has ended");
    expect(count(log) == 2, "each failure has a record");
    expect_newest(log, R"("origin":"throw")");
}
