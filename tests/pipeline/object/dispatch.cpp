// SPDX-License-Identifier: MIT
//
// What a log does for its policies, as the pipeline does it (`dispatched_…`) and by hand (`by_hand_…`), for one, three
// and eight policies. tests/support/same_code.py compares the code of each pair, and looks at what is called, in which
// order: policies that are `told` are only declared here.

#include <loccer/loccer.hpp>
#include <loccer/pipeline/dispatch.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

using Failures = std::atomic<std::uint64_t>;

/// Policies that do nothing.
namespace idle {

template <int Number>
struct Output {
    using loccer_role = loccer::OutputRole;
    static void write(const loccer::Record&) noexcept {}
};

template <int Number>
struct Integration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "idle";
    static void gather(const loccer::Event&, auto&) noexcept {}
};

template <int Number>
struct Redaction {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view) noexcept { return false; }
};

}  // namespace idle

/// Policies that do something, which may throw.
namespace told {

template <int Number>
struct Output {
    using loccer_role = loccer::OutputRole;
    bool write(const loccer::Record& record);
};

/// It has nothing to fail.
template <int Number>
struct SureOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record& record) noexcept;
};

template <int Number>
void ask_for_facts(const loccer::Event& event);

template <int Number>
struct Integration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "told";
    static void gather(const loccer::Event& event, auto& /*out*/) { ask_for_facts<Number>(event); }
};

template <int Number>
bool judge(std::string_view key) noexcept;

template <int Number>
struct Redaction {
    using loccer_role = loccer::RedactionRole;
    static constexpr bool redacts_key(std::string_view key) noexcept {
        return !std::is_constant_evaluated() && judge<Number>(key);
    }
};

}  // namespace told

// Outputs

namespace {

template <template <int> class Output>
using One = loccer::meta::List<Output<1>>;
template <template <int> class Output>
using Three = loccer::meta::List<Output<1>, Output<2>, Output<3>>;
template <template <int> class Output>
using Eight =
    loccer::meta::List<Output<1>, Output<2>, Output<3>, Output<4>, Output<5>, Output<6>, Output<7>, Output<8>>;

template <class List>
using Owned = typename List::template apply<loccer::pipeline::OwnedPolicies>;

/// The duties towards one output that tells whether it failed, and may throw.
template <class Output>
void write_by_hand(Output& output, const loccer::Record& record, Failures& failures) noexcept {
    bool is_stored = false;
    try {
        is_stored = output.write(record);
    } catch (...) {
    }
    if (!is_stored) [[unlikely]]
        failures.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

extern "C" {

[[gnu::flatten]] void dispatched_idle_outputs_1(Owned<One<idle::Output>>& all, const loccer::Record& record,
                                                Failures& failures) {
    loccer::pipeline::hand_out(record, all, failures, One<idle::Output>{});
}
[[gnu::flatten]] void by_hand_idle_outputs_1(Owned<One<idle::Output>>&, const loccer::Record& record, Failures&) {
    idle::Output<1>::write(record);
}

[[gnu::flatten]] void dispatched_idle_outputs_3(Owned<Three<idle::Output>>& all, const loccer::Record& record,
                                                Failures& failures) {
    loccer::pipeline::hand_out(record, all, failures, Three<idle::Output>{});
}
[[gnu::flatten]] void by_hand_idle_outputs_3(Owned<Three<idle::Output>>&, const loccer::Record& record, Failures&) {
    idle::Output<1>::write(record);
    idle::Output<2>::write(record);
    idle::Output<3>::write(record);
}

[[gnu::flatten]] void dispatched_idle_outputs_8(Owned<Eight<idle::Output>>& all, const loccer::Record& record,
                                                Failures& failures) {
    loccer::pipeline::hand_out(record, all, failures, Eight<idle::Output>{});
}
[[gnu::flatten]] void by_hand_idle_outputs_8(Owned<Eight<idle::Output>>&, const loccer::Record& record, Failures&) {
    idle::Output<1>::write(record);
    idle::Output<2>::write(record);
    idle::Output<3>::write(record);
    idle::Output<4>::write(record);
    idle::Output<5>::write(record);
    idle::Output<6>::write(record);
    idle::Output<7>::write(record);
    idle::Output<8>::write(record);
}

[[gnu::flatten]] void dispatched_sure_outputs_3(Owned<Three<told::SureOutput>>& all, const loccer::Record& record,
                                                Failures& failures) {
    loccer::pipeline::hand_out(record, all, failures, Three<told::SureOutput>{});
}
[[gnu::flatten]] void by_hand_sure_outputs_3(Owned<Three<told::SureOutput>>& all, const loccer::Record& record,
                                             Failures&) {
    all.get<told::SureOutput<1>>().write(record);
    all.get<told::SureOutput<2>>().write(record);
    all.get<told::SureOutput<3>>().write(record);
}

[[gnu::flatten]] void dispatched_outputs_3(Owned<Three<told::Output>>& all, const loccer::Record& record,
                                           Failures& failures) {
    loccer::pipeline::hand_out(record, all, failures, Three<told::Output>{});
}
[[gnu::flatten]] void by_hand_outputs_3(Owned<Three<told::Output>>& all, const loccer::Record& record,
                                        Failures& failures) {
    write_by_hand(all.get<told::Output<1>>(), record, failures);
    write_by_hand(all.get<told::Output<2>>(), record, failures);
    write_by_hand(all.get<told::Output<3>>(), record, failures);
}

[[gnu::flatten]] void dispatched_outputs_8(Owned<Eight<told::Output>>& all, const loccer::Record& record,
                                           Failures& failures) {
    loccer::pipeline::hand_out(record, all, failures, Eight<told::Output>{});
}
[[gnu::flatten]] void by_hand_outputs_8(Owned<Eight<told::Output>>& all, const loccer::Record& record,
                                        Failures& failures) {
    write_by_hand(all.get<told::Output<1>>(), record, failures);
    write_by_hand(all.get<told::Output<2>>(), record, failures);
    write_by_hand(all.get<told::Output<3>>(), record, failures);
    write_by_hand(all.get<told::Output<4>>(), record, failures);
    write_by_hand(all.get<told::Output<5>>(), record, failures);
    write_by_hand(all.get<told::Output<6>>(), record, failures);
    write_by_hand(all.get<told::Output<7>>(), record, failures);
    write_by_hand(all.get<told::Output<8>>(), record, failures);
}

}  // extern "C"

// Integrations

namespace {

using Context = loccer::json::Context<loccer::redactions::RulesOf<loccer::NoRedaction>>;
using Out = loccer::json::Object<Context>;

template <class List>
using Once = loccer::pipeline::AllOnceMembers<List>;

/// The duties towards an integration that has nothing to fail but the callables that it gives to its object.
template <class Integration>
void gather_by_hand(Out& out, const loccer::Event& event, Failures& failures) noexcept {
    loccer::json::Writer& writer = out.writer();
    if (!writer.key(loccer::Key<Integration::name>{}) || !writer.begin_object()) return;
    const std::size_t failed = writer.failures();
    Out object(writer);
    Integration::gather(event, object);
    writer.end_object();
    if (writer.failures() != failed) failures.fetch_add(1, std::memory_order_relaxed);
}

/// Those towards one that may throw.
template <class Integration>
void gather_unsure_by_hand(Out& out, const loccer::Event& event, Failures& failures) noexcept {
    loccer::json::Writer& writer = out.writer();
    if (!writer.key(loccer::Key<Integration::name>{})) return;
    const loccer::json::Writer::Mark before = writer.mark();
    if (!writer.begin_object()) return;
    const std::size_t failed = writer.failures();
    bool returned = false;
    try {
        Out object(writer);
        Integration::gather(event, object);
        writer.end_object();
        returned = true;
    } catch (...) {
        writer.rewind(before);
        loccer::pipeline::put_gather_failure<Context::rules>(writer);
    }
    if (!returned || writer.failures() != failed) failures.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

extern "C" {

[[gnu::flatten]] void dispatched_idle_integrations_1(Out& out, const loccer::Event& event,
                                                     Owned<One<idle::Integration>>& all,
                                                     const Once<One<idle::Integration>>& once, Failures& failures) {
    loccer::pipeline::gather_all(out, event, all, once, failures, One<idle::Integration>{});
}
[[gnu::flatten]] void by_hand_idle_integrations_1(Out& out, const loccer::Event& event, Owned<One<idle::Integration>>&,
                                                  const Once<One<idle::Integration>>&, Failures& failures) {
    gather_by_hand<idle::Integration<1>>(out, event, failures);
}

[[gnu::flatten]] void dispatched_idle_integrations_3(Out& out, const loccer::Event& event,
                                                     Owned<Three<idle::Integration>>& all,
                                                     const Once<Three<idle::Integration>>& once, Failures& failures) {
    loccer::pipeline::gather_all(out, event, all, once, failures, Three<idle::Integration>{});
}
[[gnu::flatten]] void by_hand_idle_integrations_3(Out& out, const loccer::Event& event,
                                                  Owned<Three<idle::Integration>>&,
                                                  const Once<Three<idle::Integration>>&, Failures& failures) {
    gather_by_hand<idle::Integration<1>>(out, event, failures);
    gather_by_hand<idle::Integration<2>>(out, event, failures);
    gather_by_hand<idle::Integration<3>>(out, event, failures);
}

[[gnu::flatten]] void dispatched_idle_integrations_8(Out& out, const loccer::Event& event,
                                                     Owned<Eight<idle::Integration>>& all,
                                                     const Once<Eight<idle::Integration>>& once, Failures& failures) {
    loccer::pipeline::gather_all(out, event, all, once, failures, Eight<idle::Integration>{});
}
[[gnu::flatten]] void by_hand_idle_integrations_8(Out& out, const loccer::Event& event,
                                                  Owned<Eight<idle::Integration>>&,
                                                  const Once<Eight<idle::Integration>>&, Failures& failures) {
    gather_by_hand<idle::Integration<1>>(out, event, failures);
    gather_by_hand<idle::Integration<2>>(out, event, failures);
    gather_by_hand<idle::Integration<3>>(out, event, failures);
    gather_by_hand<idle::Integration<4>>(out, event, failures);
    gather_by_hand<idle::Integration<5>>(out, event, failures);
    gather_by_hand<idle::Integration<6>>(out, event, failures);
    gather_by_hand<idle::Integration<7>>(out, event, failures);
    gather_by_hand<idle::Integration<8>>(out, event, failures);
}

[[gnu::flatten]] void dispatched_integrations_3(Out& out, const loccer::Event& event,
                                                Owned<Three<told::Integration>>& all,
                                                const Once<Three<told::Integration>>& once, Failures& failures) {
    loccer::pipeline::gather_all(out, event, all, once, failures, Three<told::Integration>{});
}
[[gnu::flatten]] void by_hand_integrations_3(Out& out, const loccer::Event& event, Owned<Three<told::Integration>>&,
                                             const Once<Three<told::Integration>>&, Failures& failures) {
    gather_unsure_by_hand<told::Integration<1>>(out, event, failures);
    gather_unsure_by_hand<told::Integration<2>>(out, event, failures);
    gather_unsure_by_hand<told::Integration<3>>(out, event, failures);
}

}  // extern "C"

// Redactions

namespace {

template <class List>
struct WithoutDefault;
template <class... Redactions>
struct WithoutDefault<loccer::meta::List<Redactions...>> {
    using type = loccer::redactions::RulesOf<loccer::NoRedaction, Redactions...>;
};

template <class List>
using Rules = typename WithoutDefault<List>::type;

}  // namespace

extern "C" {

[[gnu::flatten]] bool dispatched_idle_redactions_1(std::string_view key) {
    return Rules<One<idle::Redaction>>::redacts(key);
}
[[gnu::flatten]] bool by_hand_idle_redactions_1(std::string_view key) { return idle::Redaction<1>::redacts_key(key); }

[[gnu::flatten]] bool dispatched_idle_redactions_3(std::string_view key) {
    return Rules<Three<idle::Redaction>>::redacts(key);
}
[[gnu::flatten]] bool by_hand_idle_redactions_3(std::string_view key) {
    return idle::Redaction<1>::redacts_key(key) || idle::Redaction<2>::redacts_key(key) ||
           idle::Redaction<3>::redacts_key(key);
}

[[gnu::flatten]] bool dispatched_idle_redactions_8(std::string_view key) {
    return Rules<Eight<idle::Redaction>>::redacts(key);
}
[[gnu::flatten]] bool by_hand_idle_redactions_8(std::string_view key) {
    return idle::Redaction<1>::redacts_key(key) || idle::Redaction<2>::redacts_key(key) ||
           idle::Redaction<3>::redacts_key(key) || idle::Redaction<4>::redacts_key(key) ||
           idle::Redaction<5>::redacts_key(key) || idle::Redaction<6>::redacts_key(key) ||
           idle::Redaction<7>::redacts_key(key) || idle::Redaction<8>::redacts_key(key);
}

[[gnu::flatten]] bool dispatched_redactions_3(std::string_view key) {
    return Rules<Three<told::Redaction>>::redacts(key);
}
[[gnu::flatten]] bool by_hand_redactions_3(std::string_view key) {
    return told::judge<1>(key) || told::judge<2>(key) || told::judge<3>(key);
}

}  // extern "C"

// A whole log, in whose code each of them has to be called directly too

extern "C" bool log_of_all() {
    static loccer::Loccer<told::Output<11>, told::Integration<11>, told::Redaction<11>, told::SureOutput<11>> log;
    return log.capture_exception();
}
