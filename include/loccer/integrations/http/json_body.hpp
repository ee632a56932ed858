// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_JSON_BODY_HPP
#define LOCCER_INTEGRATIONS_HTTP_JSON_BODY_HPP

// The body of a request as the JSON value that it is: told to a sink as any other value, so that the redaction rules
// judge its keys at every depth and the bounds of a record hold, whatever a client sends.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/http/cut_text.hpp>
#include <loccer/integrations/http/json_text.hpp>
#include <loccer/reflect/named.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/text.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

namespace json_text {

/// *Returns* the number that the four hexadecimal digits at `digits` are. *Requires* that they are.
[[nodiscard]] inline char32_t four_digits(const char* digits) noexcept {
    std::uint32_t value = 0;
    (void)std::from_chars(digits, digits + 4, value, 16);
    return char32_t{value};
}

/// *Effects* appends what stands between the quotation marks of a JSON string. *Requires* that it is one.
template <std::size_t Capacity>
void unescape(std::string_view inner, CutBuffer<Capacity>& to) noexcept {
    while (!inner.empty()) {
        const std::size_t plain = inner.find('\\');
        to.append(inner.substr(0, plain));
        if (plain == npos) return;
        const char letter = inner[plain + 1];
        inner.remove_prefix(plain + 2);
        switch (letter) {
            case 'b': to.append('\b'); break;
            case 'f': to.append('\f'); break;
            case 'n': to.append('\n'); break;
            case 'r': to.append('\r'); break;
            case 't': to.append('\t'); break;
            case 'u': {
                char32_t unit = four_digits(inner.data());
                inner.remove_prefix(4);
                if (unit >= 0xD800 && unit < 0xDC00 && inner.starts_with("\\u")) {
                    const char32_t low = four_digits(inner.data() + 2);
                    if (low >= 0xDC00 && low < 0xE000) {
                        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                        inner.remove_prefix(6);
                    }
                }
                to.append(unit);
                break;
            }
            default: to.append(letter); break;
        }
    }
}

/// *Effects* calls `visit` with the text that a JSON string stands for. *Requires* that it is one, with its quotation
/// marks. *Returns* what `visit` returns.
template <std::size_t Capacity, class Visit>
[[gnu::noinline]] auto with_text(std::string_view string, const Visit& visit) noexcept {
    const std::string_view inner = string.substr(1, string.size() - 2);
    if (inner.find('\\') == npos) return visit(CutText{inner, inner.size()});
    CutBuffer<Capacity> buffer;
    unescape(inner, buffer);
    return visit(buffer.text());
}

/// Tells a sink the values of a JSON text that begin before its byte `limit`.
template <class Out>
class Teller {
  public:
    Teller(std::string_view text, std::size_t limit, Out& out) noexcept : text_(text), limit_(limit), out_(out) {}

    /// *Effects* tells the value at `at`. *Returns* its end.
    std::size_t tell(std::size_t at, std::size_t depth) noexcept {
        switch (text_[at]) {
            case '{': return depth == reflect::max_depth ? too_deep(at) : tell_object(at, depth);
            case '[': return depth == reflect::max_depth ? too_deep(at) : tell_array(at, depth);
            default: break;
        }
        const std::size_t end = scalar_end(text_, at);
        tell_scalar(text_.substr(at, end - at), at < limit_ ? limit_ - at : 0);
        return end;
    }

  private:
    std::size_t too_deep(std::size_t at) noexcept {
        out_.text(reflect::too_deep_text);
        return value_end(text_, at);
    }

    /// \param most how many bytes are shown of a text.
    void tell_scalar(std::string_view scalar, std::size_t most) noexcept {
        switch (scalar.front()) {
            case '"':
                return with_text<max_value_bytes>(scalar, [&](const CutText& text) {
                    CutText{reflect::cut_text(text.kept, most), text.whole_size}.describe_to(out_);
                });
            case 't': return out_.boolean(true);
            case 'f': return out_.boolean(false);
            case 'n': return out_.null();
            default: return tell_number(scalar);
        }
    }

    /// A number that neither 64 bits nor a double hold is told as it stands there.
    void tell_number(std::string_view number) noexcept {
        const char* const end = number.data() + number.size();
        const auto reads_as = [&](auto& value) { return std::from_chars(number.data(), end, value).ec == std::errc{}; };
        if (number.find_first_of(".eE") != npos) {
            double real = 0;
            if (reads_as(real)) return out_.number(real);
        } else if (number.front() == '-') {
            std::int64_t integer = 0;
            if (reads_as(integer)) return out_.integer(integer);
        } else {
            std::uint64_t integer = 0;
            if (reads_as(integer)) return out_.unsigned_integer(integer);
        }
        reflect::describe_text(out_, number);
    }

    std::size_t tell_object(std::size_t at, std::size_t depth) noexcept {
        if (!out_.begin_object()) return value_end(text_, at);
        std::size_t told = 0;
        std::size_t omitted = 0;
        for (at = after_blanks(text_, at + 1); text_[at] != '}'; at = after_separator(at)) {
            const std::string_view key = text_.substr(at, string_end(text_, at) - at);
            at = after_blanks(text_, key_end(text_, at));
            if (told == reflect::max_elements || at >= limit_) {
                ++omitted;
                at = value_end(text_, at);
            } else {
                ++told;
                at = begins_member(key) ? tell(at, depth + 1) : value_end(text_, at);
            }
        }
        if (omitted != 0) out_.omitted(omitted);
        out_.end_object();
        return at + 1;
    }

    /// *Effects* begins a member. Under a key that is not at hand whole, the marker stands: it can't be judged.
    /// *Returns* whether its value is to follow.
    bool begins_member(std::string_view key) noexcept {
        return with_text<max_name_bytes>(key, [this](const CutText& name) {
            if (!out_.key(name.kept)) return false;
            if (name.kept.size() == name.whole_size) return true;
            reflect::give_redacted(out_);
            return false;
        });
    }

    std::size_t tell_array(std::size_t at, std::size_t depth) noexcept {
        if (!out_.begin_array()) return value_end(text_, at);
        const std::size_t first = after_blanks(text_, at + 1);
        std::size_t told = 0;
        std::size_t omitted = 0;
        for (at = first; text_[at] != ']'; at = after_separator(at)) {
            const bool gives = omitted == 0 && told < reflect::max_elements && at < limit_ && out_.element();
            if (!gives) ++omitted;
            else ++told;
            if (!gives || (told == 2 && !admits_second(first, at))) at = value_end(text_, at);
            else at = tell(at, depth + 1);
        }
        if (omitted != 0) out_.omitted(omitted);
        out_.end_array();
        return at + 1;
    }

    /// Of two elements the first may be the name of the second, as in any list (reflect/named.hpp).
    /// *Returns* whether the second, at `at`, is to follow; if not, the sink has what stands for it.
    bool admits_second(std::size_t first, std::size_t at) noexcept {
        const std::size_t end = scalar_end(text_, first);
        if (text_[after_blanks(text_, value_end(text_, at))] != ']') return true;
        if (text_[first] != '"') {
            const bool reads = text_[first] == '-' || is_digit(text_[first]);
            return !reads || admits(text_.substr(first, end - first));
        }
        return with_text<max_name_bytes>(text_.substr(first, end - first),
                                         [this](const CutText& name) { return admits(name.kept); });
    }
    bool admits(std::string_view name) noexcept {
        return !reflect::looks_like_a_name(name) || reflect::admits_named(out_, name);
    }

    /// *Returns* where the next member or element begins, or the bracket that ends them.
    [[nodiscard]] std::size_t after_separator(std::size_t at) const noexcept {
        at = after_blanks(text_, at);
        return text_[at] == ',' ? after_blanks(text_, at + 1) : at;
    }

    std::string_view text_;
    std::size_t limit_;
    Out& out_;
};

}  // namespace json_text

/// A text that may be JSON. It describes itself to any sink as the value that it is, as null where it is none: nested
/// reflect::max_depth deep, with reflect::max_elements members or elements each, numbers beyond 64 bits as texts.
/// Borrows the text. *Allocates* no. *Throws* nothing.
class JsonBody {
  public:
    /// \param most of a longer text the values are told that begin within its first bytes: it is judged by its keys all
    /// the same.
    explicit JsonBody(std::string_view body, std::size_t most = json_text::npos) noexcept
        : text_(body), most_(most), is_json_(json_text::is_json(body)) {}

    [[nodiscard]] bool is_json() const noexcept { return is_json_; }

    /// *Effects* gives `out` exactly one value.
    template <reflect::Sink Out>
    void describe_to(Out& out) const noexcept {
        if (!is_json_) return out.null();
        (void)json_text::Teller<Out>(text_, most_, out)
            .tell(json_text::after_blanks(text_, json_text::begin_of(text_)), 0);
    }
    template <class Place, std::same_as<JsonBody> Type>
    friend void loccer_describe(Place& place, const Type& body) noexcept {
        place.borrowed(body);
    }

  private:
    std::string_view text_;
    std::size_t most_;
    bool is_json_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif
