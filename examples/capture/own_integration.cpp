// SPDX-License-Identifier: MIT
//
// Adds facts of one's own to every record.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <atomic>
#include <stdexcept>
#include <string>

namespace {

//! [integration]
struct QueueIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "queue";

    void gather(const loccer::Event& event, auto& out) const {
        using namespace loccer::literals;
        out.field("depth"_key, depth.load());
        out.field("handled"_key, event.handled);
        out.field("token"_key, [this] { return ask_token(); });  // redacted, so it is never called
        out.object("peer"_key, [](auto& peer) {
            peer.field("host"_key, "queue.internal");
            peer.field("port"_key, 5672);
        });
        out.array("latest_ms"_key, [](auto& latest) {
            for (const int ms : {12, 9, 31}) latest.value(ms);
        });
    }

    std::string ask_token() const { throw std::logic_error("nobody may ask for this"); }

    // Captures run on any thread, several at once: what gather() reads has to bear that.
    static inline std::atomic<int> depth{0};
};
//! [integration]

//! [failing]
struct ShakyIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "shaky";

    void gather(const loccer::Event&, auto&) const { throw std::runtime_error("the sensor is gone"); }
};
//! [failing]

}  // namespace

int main() {
    loccer::Loccer<QueueIntegration, ShakyIntegration, loccer::InMemoryOutput> log;
    QueueIntegration::depth = 7;

    LOCCER_SUPPRESS(log) { throw std::runtime_error("queue is stuck"); };

    expect_newest(log, R"("queue":{"depth":7,"handled":true,"token":"[REDACTED]",)"
                       R"("peer":{"host":"queue.internal","port":5672},"latest_ms":[12,9,31]})");
    // An integration that throws is visible in its place, and the record is written all the same.
    expect_newest(log, R"("shaky":"CRITICAL: error while calling the integration to gather data:)");
    expect(log.statistics().integration_failures == 1, "and it is counted");
}
