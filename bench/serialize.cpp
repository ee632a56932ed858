// SPDX-License-Identifier: MIT
// How long it takes to write an error record as JSON: loccer's writer beside JSON libraries, with every byte escaped
// anew, and with what never changes kept as bytes; beside copying the finished bytes, which nobody can beat. All of
// them write the same bytes, which is checked first. The record is made of structures (records.hpp), once always the
// same one and once 64 variants of it by turns. What render() makes of the same error, with the members that all
// records of loccer have, is a question of its own: peers have no part in it.
//
// Usage: as harness.hpp says, or serialize --check: only whether all of them write the same bytes, and loccer by no
// more instructions than are written down here for GCC on x86-64

#include "harness.hpp"
#include "records.hpp"
#include "serialize/loccer.hpp"
#include "serialize/render.hpp"
#include "serialize/way.hpp"

#include <loccer/redactions/none.hpp>
#include <loccer/redactions/rules.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using bench::ErrorRecord;
using bench::Kept;
using bench::Way;
using bench::Ways;
using bench::Write;

using OpenRules = loccer::redactions::RulesOf<loccer::NoRedaction>;
using DefaultRules = loccer::redactions::RulesOf<>;

Write prepare_copy(const ErrorRecord& record) {
    return [finished = std::string(bench::write_by_loccer<OpenRules>(record, nullptr))]() -> std::string_view {
        static std::vector<char> to(64 * 1024);
        std::memcpy(to.data(), finished.data(), finished.size());
        return {to.data(), finished.size()};
    };
}

/// The first is what the others are compared with.
Ways ways_of_all() {
    Ways all{
        {"loccer, every byte escaped", bench::prepare_by_loccer<OpenRules, Kept::nothing>},
        {"loccer, platform kept", bench::prepare_by_loccer<OpenRules, Kept::platform>},
        {"loccer, platform and frames kept", bench::prepare_by_loccer<OpenRules, Kept::all>},
        {"loccer, default redaction, every byte escaped", bench::prepare_by_loccer<DefaultRules, Kept::nothing>},
        {"loccer, default redaction, platform and frames kept", bench::prepare_by_loccer<DefaultRules, Kept::all>},
        {"memcpy of the finished bytes", prepare_copy},
    };
    for (const Ways& more : {
#if defined(LOCCER_BENCH_RAPIDJSON)
             bench::ways_of_rapidjson(), bench::ways_of_rapidjson_sse2(),
#endif
#if defined(LOCCER_BENCH_NLOHMANN)
             bench::ways_of_nlohmann(),
#endif
#if defined(LOCCER_BENCH_BOOST_JSON)
             bench::ways_of_boost_json(),
#endif
#if defined(LOCCER_BENCH_FMT)
             bench::ways_of_fmt(),
#endif
#if defined(LOCCER_BENCH_GLAZE)
             bench::ways_of_glaze(),
#endif
#if defined(LOCCER_BENCH_YYJSON)
             bench::ways_of_yyjson(),
#endif
#if defined(LOCCER_BENCH_SIMDJSON)
             bench::ways_of_simdjson(),
#endif
             Ways{}}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

template <class Rules>
Ways ways_of_render() {
    return {
        {"loccer, every byte escaped", bench::prepare_render<Rules, Kept::nothing>},
        {"loccer, platform and frames kept", bench::prepare_render<Rules, Kept::all>},
    };
}

struct Question {
    const char* name;
    const std::vector<ErrorRecord> records;
    const Ways ways;
};

/// *Returns* whether all ways write the same.
bool agree(const Question& question) {
    for (const ErrorRecord& record : question.records) {
        const std::string wanted(question.ways.front().prepare(record)());
        for (const Way& way : question.ways) {
            const Write write = way.prepare(record);
            // Twice, for some keep what they have written.
            for (int time = 0; time < 2; ++time) {
                const std::string_view written = write();
                if (written == wanted) continue;
                const auto differs = std::mismatch(written.begin(), written.end(), wanted.begin(), wanted.end()).first;
                const auto at = static_cast<std::size_t>(differs - written.begin());
                std::fprintf(stderr, "serialize: %s, %s: at byte %zu stands `%.40s` instead of `%.40s`\n",
                             question.name, way.name, at, std::string(written.substr(at)).c_str(),
                             wanted.substr(at).c_str());
                return false;
            }
        }
    }
    return true;
}

struct Ceiling {
    std::string_view question;
    std::string_view way;
    double instructions;
};

/// A twentieth more than it takes with GCC 12 at -O2: the C library copies by other instructions on other processors.
constexpr Ceiling ceilings[] = {
    {"big record", "loccer, every byte escaped", 28'500},
    {"big record", "loccer, platform and frames kept", 19'500},
    {"small record", "loccer, every byte escaped", 3'150},
    {"small record", "loccer, platform and frames kept", 2'400},
};

/// *Returns* whether loccer takes as many instructions as written down, or none can be counted.
bool are_few(std::span<const Question> questions, char** arguments) {
    std::vector<bench::Counted> pieces;
    for (const Ceiling& ceiling : ceilings) {
        for (const Question& question : questions) {
            for (const Way& way : question.ways) {
                if (question.name != ceiling.question || way.name != ceiling.way) continue;
                pieces.push_back({[write = way.prepare(question.records.front())](std::int64_t times) {
                    for (std::int64_t i = 0; i < times; ++i) bench::keep(write());
                }});
            }
        }
    }
    const std::vector<double> counted = bench::count_instructions(pieces, arguments);
    bool are_as_written = true;
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const Ceiling& ceiling = ceilings[i];
        if (counted[i] <= ceiling.instructions) continue;
        std::fprintf(stderr, "serialize: %s, %s: %.0f instructions, where %.0f are written down\n",
                     ceiling.question.data(), ceiling.way.data(), counted[i], ceiling.instructions);
        are_as_written = false;
    }
    return are_as_written;
}

void add(bench::Program& program, const Question& question, const Way& way) {
    std::vector<Write> writes;
    std::size_t bytes = 0;
    for (const ErrorRecord& record : question.records) {
        writes.push_back(way.prepare(record));
        bytes += writes.back()().size();
    }
    const double mean = static_cast<double>(bytes) / static_cast<double>(writes.size());
    program.add(question.name, way.name, {.bytes = mean},
                [writes = std::move(writes), next = std::size_t{0}]() mutable {
                    bench::keep(writes[next]());
                    next = (next + 1) % writes.size();
                });
}

}  // namespace

int main(int argument_count, char** arguments) {
    using bench::make_big_record;
    using bench::make_records;
    using bench::make_small_record;
    const Question questions[] = {
        {"big record", make_records(make_big_record, false), ways_of_all()},
        {"big record, rotating", make_records(make_big_record, true), ways_of_all()},
        {"small record", make_records(make_small_record, false), ways_of_all()},
        {"small record, rotating", make_records(make_small_record, true), ways_of_all()},
        {"render(), big record", make_records(make_big_record, false), ways_of_render<OpenRules>()},
        {"render(), small record", make_records(make_small_record, false), ways_of_render<OpenRules>()},
        {"render() with default redaction, big record", make_records(make_big_record, false),
         ways_of_render<DefaultRules>()},
        {"render() with default redaction, small record", make_records(make_small_record, false),
         ways_of_render<DefaultRules>()},
    };
    for (const Question& question : questions) {
        if (!agree(question)) return 1;
    }
    if (argument_count > 1 && std::string_view(arguments[1]) == "--check") return are_few(questions, arguments) ? 0 : 1;
    bench::Program program;
    for (const Question& question : questions) {
        for (const Way& way : question.ways) add(program, question, way);
    }
    return program.run(argument_count, arguments);
}
