// SPDX-License-Identifier: MIT
// How long it takes to write down the addresses of a stack: by loccer, by Boost.Stacktrace, by the C library's
// backtrace() and by the unwinder of the run-time library that these two ask; all of them at the same place of a stack.
//
// Usage: as harness.hpp says

#include "harness.hpp"

#include <loccer/trace/stack.hpp>
#include <loccer/trace/start_modules.hpp>

#include <boost/stacktrace/safe_dump_to.hpp>

#include <array>
#include <cstddef>
#include <execinfo.h>
#include <functional>
#include <string>
#include <unwind.h>

namespace {

using loccer::trace::StackRoom;

StackRoom room;

struct Way {
    const char* name;
    std::size_t (*dump)();
};

constexpr Way ways[] = {
    {"loccer", [] { return loccer::trace::dump_stack(room); }},
    {"_Unwind_Backtrace",
     [] {
         std::size_t count = 0;
         ::_Unwind_Backtrace(
             [](::_Unwind_Context* context, void* argument) {
                 auto& at = *static_cast<std::size_t*>(argument);
                 if (at == room.size()) return _URC_NORMAL_STOP;
                 room[at++] = reinterpret_cast<const void*>(::_Unwind_GetIP(context));
                 return _URC_NO_REASON;
             },
             &count);
         return count;
     }},
    {"backtrace()",
     [] {
         static std::array<void*, LOCCER_CFG_MAX_FRAMES> found;
         return static_cast<std::size_t>(::backtrace(found.data(), static_cast<int>(found.size())));
     }},
    {"Boost.Stacktrace", [] { return boost::stacktrace::safe_dump_to(room.data(), sizeof room); }},
};

[[gnu::noinline]] int at_depth(int depth, const std::function<void()>& then) {
    if (depth == 0) then();
    else at_depth(depth - 1, then);
    volatile int kept = depth;  // so that the call before is none of the last
    return kept;
}

}  // namespace

int main(int argument_count, char** arguments) {
    loccer::trace::start_modules.find();  // as the first log does
    bench::Program program;
    for (const int depth : {10, 30, 100}) {
        const bench::Load load{.within = [depth](const std::function<void()>& then) { at_depth(depth, then); }};
        const std::string question = "a stack, " + std::to_string(depth) + " calls deep";
        for (const Way& way : ways) program.add(question, way.name, load, way.dump);
    }
    return program.run(argument_count, arguments);
}
