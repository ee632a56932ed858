// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_SINK_HPP
#define LOCCER_JSON_SINK_HPP

// The reflect::Sink that writes JSON under the redaction rules of a log: described values, metadata and
// replayed locals all go through it, so a sensitive key is seen at every depth.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/number.hpp>
#include <loccer/json/option_watch.hpp>
#include <loccer/json/put_key.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/reflect/failure.hpp>
#include <loccer/reflect/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// By which name the value is known that a sink takes.
enum class Keyed : unsigned char {
    yes,      ///< by a key that has been judged
    no,       ///< by none of the program's
    secretly  ///< by one whose values are removed: a token stands for each
};

/// What stands for a value whose code threw, where messages are not shown.
inline constexpr std::string_view undescribed_text =
    reflect::failure_prefix.substr(0, reflect::failure_prefix.rfind(':'));

/// Writes one value. *Allocates* no. *Throws* nothing.
/// \tparam Rules as policy::OpenRules.
template <class Rules>
class RedactingSink {
  public:
    explicit RedactingSink(Writer& writer, Keyed keyed = Keyed::yes) noexcept
        : writer_(writer), base_depth_(writer.depth()), keyed_(keyed) {}

    void null() noexcept {
        if (may_show({})) writer_.null();
    }
    void boolean(bool value) noexcept {
        if (!may_show(value ? std::string_view{"true"} : std::string_view{"false"})) return;
        if constexpr (Rules::shows_values) writer_.boolean(value);
        else writer_.text(hidden_boolean);
    }
    void integer(std::int64_t value) noexcept {
        const auto bits = static_cast<std::uint64_t>(value);
        whole_number(value, value < 0 ? 0 - bits : bits, [&] { writer_.integer(value); });
    }
    void unsigned_integer(std::uint64_t value) noexcept {
        whole_number(value, value, [&] { writer_.unsigned_integer(value); });
    }
    void number(double value) noexcept { real_number(value); }
    void number(float value) noexcept { real_number(value); }
    void text(std::string_view value) noexcept { text(value, value.size()); }
    void text(std::string_view kept, std::size_t whole_size) noexcept {
        // Of a text that is cut another one may begin alike, and why a value could not be described is not the value.
        const bool is_value = kept.size() == whole_size && !kept.starts_with(reflect::failure_prefix);
        if (!may_show(is_value ? kept : std::string_view{})) return;
        if constexpr (Rules::judges_values) options_.see(kept, writer_.depth());
        if constexpr (Rules::shows_values && !shows_messages<Rules>) {
            // The reason why a value could not be described is a message too, one that a tape may have kept.
            if (kept.starts_with(reflect::failure_prefix)) return writer_.text(undescribed_text);
        }
        if constexpr (Rules::shows_values) put_value_text<Rules>(writer_, kept, whole_size, reflect::max_text_bytes);
        else writer_.text(hidden_text);
    }
    void redacted() noexcept {
        if (keyed_ == Keyed::secretly) keyed_ = Keyed::yes;
        writer_.redacted(Rules::marker);
    }

    bool begin_object() noexcept { return may_enter(true) && may_nest() && writer_.begin_object(); }
    /// *Effects* begins a member; the marker stands for the value of a sensitive one.
    /// *Returns* whether a value is to follow.
    bool key(std::string_view name) noexcept {
        if constexpr (Rules::judges_values) options_.begin_member();
        if (keyed_ == Keyed::secretly) keyed_ = Keyed::yes;
        const BegunKey begun = put_key<Rules>(writer_, name);
        return begun == BegunKey::removed ? gives_removed() : begun == BegunKey::shown;
    }
    /// *Effects* as key(), for what is known by the value beside it. *Returns* whether the value is to follow.
    bool named(std::string_view name) noexcept { return !removes_value<Rules>(writer_, name) || gives_removed(); }
    void end_object() noexcept { writer_.end_object(); }
    bool begin_array() noexcept { return may_enter(false) && may_nest() && writer_.begin_array(); }
    bool element() noexcept {
        if constexpr (Rules::judges_values) options_.begin_element(writer_.depth());
        return writer_.element();
    }
    void end_array() noexcept { writer_.end_array(); }
    void omitted(std::size_t count) noexcept { writer_.omitted(count); }

    /// All that changes while a value is given: what stands for one whose code threw is as secret as that.
    struct Mark {
        Writer::Mark written;
        Keyed keyed;
        [[no_unique_address]] OptionWatch<Rules> options;
    };
    [[nodiscard]] Mark mark() const noexcept { return {writer_.mark(), keyed_, options_}; }
    void rewind(const Mark& mark) noexcept {
        writer_.rewind(mark.written);
        keyed_ = mark.keyed;
        options_ = mark.options;
    }
    /// *Returns* whether a value with that name is not even kept for this sink; what has a token is.
    [[nodiscard]] bool is_sensitive(std::string_view name) const noexcept {
        if constexpr (Rules::correlates) return false;
        else return removes_value<Rules>(writer_, name);
    }

    /// *Returns* whether the element that has begun is named by the one before, and is to be removed; true once.
    [[nodiscard]] bool takes_named() noexcept { return options_.takes_secret(); }
    /// *Effects* says that the next element of the open array is to be removed.
    void name_next() noexcept { options_.name_next(writer_.depth()); }

    [[nodiscard]] Writer& writer() noexcept { return writer_; }

  protected:
    [[nodiscard]] std::size_t base_depth() const noexcept { return base_depth_; }

  private:
    /// Whether values can be removed for what their keys are while they are given.
    static constexpr bool asks_for_key = Rules::correlates || Rules::names_what_passes;

    /// *Returns* whether the value may be written; if not, the sink has what stands for it.
    bool may_show([[maybe_unused]] std::string_view secret) noexcept {
        return !is_value_of_option(secret) && (!asks_for_key || keyed_ == Keyed::yes || passes_by_key(secret));
    }
    /// As may_show(), for an object or an array. Objects without a key have members with keys.
    bool may_enter([[maybe_unused]] bool object) noexcept {
        if (is_value_of_option({})) return false;
        return !asks_for_key || keyed_ == Keyed::yes || (object && keyed_ == Keyed::no) || passes_by_key({});
    }
    /// *Effects* writes the marker in the place of the value that is due. *Returns* true where a token is to stand for
    /// it: then it follows.
    bool gives_removed() noexcept {
        if constexpr (Rules::correlates) keyed_ = Keyed::secretly;
        else redacted();
        return Rules::correlates;
    }
    bool is_value_of_option([[maybe_unused]] std::string_view secret) noexcept {
        if constexpr (Rules::judges_values) {
            if (options_.takes_secret()) {
                if (keyed_ == Keyed::secretly) keyed_ = Keyed::yes;
                put_marker<Rules>(writer_, secret);
                return true;
            }
        }
        return false;
    }
    bool passes_by_key(std::string_view secret) noexcept {
        if (keyed_ == Keyed::no && (!Rules::names_what_passes || writer_.depth() != base_depth_)) return true;
        if (keyed_ == Keyed::secretly) keyed_ = Keyed::yes;
        put_marker<Rules>(writer_, secret);
        return false;
    }

    template <class Number, class Write>
    void whole_number(Number value, std::uint64_t magnitude, const Write& write) noexcept {
        char digits[max_integer];
        std::string_view secret;
        if constexpr (Rules::correlates)
            secret = {digits, static_cast<std::size_t>(put_integer(digits, value) - digits)};
        if (!may_show(secret)) return;
        if constexpr (!Rules::shows_values) {
            writer_.text(hidden_integer);
        } else {
            if (Rules::judges_values && Rules::redacts_number(magnitude)) return put_marker<Rules>(writer_, secret);
            write();
        }
    }
    template <class Real>
    void real_number(Real value) noexcept {
        constexpr Real most = 1e19F;
        const Real magnitude = value < 0 ? -value : value;
        const bool is_whole = magnitude < most && static_cast<Real>(static_cast<std::uint64_t>(magnitude)) == magnitude;
        char digits[max_number];
        std::string_view secret;
        if constexpr (Rules::correlates) {  // as an integer where it equals one
            const char* const end = is_whole && value >= 0 ? put_integer(digits, static_cast<std::uint64_t>(value))
                                                           : put_real(digits, value);
            secret = {digits, static_cast<std::size_t>(end - digits)};
        }
        if (!may_show(secret)) return;
        if constexpr (!Rules::shows_values) {
            writer_.text(hidden_number);
        } else {
            if constexpr (Rules::judges_values) {
                if (is_whole && Rules::redacts_number(static_cast<std::uint64_t>(magnitude)))
                    return put_marker<Rules>(writer_, secret);
            }
            writer_.number(value);
        }
    }

    bool may_nest() noexcept {
        if (writer_.depth() - base_depth_ < reflect::max_depth) return true;
        writer_.text(reflect::too_deep_text);
        writer_.set_truncated();
        return false;
    }

    Writer& writer_;
    const std::size_t base_depth_;
    Keyed keyed_;
    [[no_unique_address]] OptionWatch<Rules> options_;
};

/// Writes the members of replayed objects into an object that is open already. A function may have
/// registered locals in several scopes; a reader looks for them in one object.
template <class Rules>
class MemberSink : public RedactingSink<Rules> {
  public:
    using RedactingSink<Rules>::RedactingSink;

    bool begin_object() noexcept { return at_members() || RedactingSink<Rules>::begin_object(); }
    void end_object() noexcept {
        if (!at_base()) RedactingSink<Rules>::end_object();
    }

  private:
    [[nodiscard]] bool at_base() noexcept { return this->writer().depth() == this->base_depth(); }
    [[nodiscard]] bool at_members() noexcept { return at_base() && !this->writer().expects_value(); }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif
