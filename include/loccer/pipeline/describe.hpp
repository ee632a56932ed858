// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_DESCRIBE_HPP
#define LOCCER_PIPELINE_DESCRIBE_HPP

// The redaction rules of a log type for a person to read and for a test to hold on to. A program that has this in a
// test sees each change of what it shows.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/meta.hpp>
#include <loccer/pipeline/composition.hpp>
#include <loccer/pipeline/loccer.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/policy/text.hpp>
#include <loccer/reflect/type_name.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace pipeline {

/// What is composed in a log type.
template <class Log>
struct CompositionOf;
template <class... Policies>
struct CompositionOf<Loccer<Policies...>> {
    using type = Composition<Policies...>;
};

template <class Log>
using RulesOfLog = typename CompositionOf<Log>::type::rules;

/// A redaction that says what it does.
template <class Redaction>
concept Described = requires(void (&out)(std::string_view, std::string_view)) { Redaction::describe(out); };

/// Puts the names under each heading together, in lines of at most 100 columns.
class RuleText {
  public:
    /// *Effects* adds a name under a heading. *Allocates* yes.
    void operator()(std::string_view what, std::string_view name) {
        std::size_t index = 0;
        while (index < sections_.size() && sections_[index].heading != what) ++index;
        if (index == sections_.size()) sections_.push_back({std::string(what), {}, columns});
        Section& section = sections_[index];
        if (!section.names.empty()) section.names += ',';
        if (section.column + 2 + name.size() > columns) {
            if (!section.names.empty()) section.names += '\n';
            section.names += "    ";
            section.column = 4;
        } else {
            section.names += ' ';
            ++section.column;
        }
        section.names += name;
        section.column += name.size() + 1;
    }
    /// *Returns* all sections, in the order in which they were begun.
    [[nodiscard]] std::string text() const {
        std::string text;
        for (const Section& section : sections_) text += section.heading + ":\n" + section.names + '\n';
        return text;
    }

  private:
    static constexpr std::size_t columns = 100;

    struct Section {
        std::string heading;
        std::string names;
        std::size_t column;
    };
    std::vector<Section> sections_;
};

template <class Redaction>
void describe_redaction(RuleText& out) {
    if constexpr (Described<Redaction>) Redaction::describe(out);
    else out("removes what the program's own redaction says", reflect::type_name<Redaction>());
}

template <class... Redactions>
void describe_all(RuleText& out, meta::List<Redactions...>) {
    (describe_redaction<Redactions>(out), ...);
}

}  // namespace pipeline

/// *Returns* the redaction rules by which a log of this type judges, one heading after another. For people: its
/// wording may change. *Allocates* yes. *Throws* std::bad_alloc. *Threads* any.
template <class Log>
[[nodiscard]] std::string describe() {
    using Rules = pipeline::RulesOfLog<Log>;
    pipeline::RuleText out;
    pipeline::describe_all(out, typename Rules::redactions{});
    Rules::describe_rest(out);
    return out.text();
}

/// *Returns* whether a log of this type removes the value under `key`. Usable at compile time:
/// `static_assert(loccer::redacts_key<MyLoccer>("badge_id"));`. *Allocates* no.
template <class Log>
[[nodiscard]] constexpr bool redacts_key(std::string_view key) noexcept {
    return pipeline::RulesOfLog<Log>::redacts(key);
}

/// *Returns* what a log of this type leaves of a text that it shows, before anything is cut. *Allocates* yes. *Throws*
/// std::bad_alloc. *Threads* any.
template <class Log>
[[nodiscard]] std::string redacted_text(std::string_view text, TextKind kind = TextKind::prose) {
    using Rules = pipeline::RulesOfLog<Log>;
    if constexpr (!Rules::shows_values) {
        return "<text>";
    } else if constexpr (!Rules::judges_values) {
        return std::string(text);
    } else {
        const Text whole{text, false, kind};
        std::string shown;
        std::size_t at = 0;
        for (Span secret = Rules::next_secret(whole, 0); secret.begin < text.size();) {
            shown += text.substr(at, secret.begin - at);
            shown += Rules::marker;
            at = secret.end > at ? secret.end : at + 1;
            secret = Rules::next_secret(whole, at);
        }
        if (at < text.size()) shown += text.substr(at);
        return shown;
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif
