// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_CODE_TARGET_HPP
#define LOCCER_REDACTIONS_VALUE_CODE_TARGET_HPP

// Whether a literal of a source line ends up at a sensitive name, whatever stands between them: brackets, casts, other
// literals, comments. It is told by going back from the literal through its statement, as far as it is on the line.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/code_cursor.hpp>
#include <loccer/redactions/value/code_line.hpp>
#include <loccer/redactions/value/code_words.hpp>
#include <loccer/redactions/value/command_line.hpp>
#include <loccer/redactions/value/keyed_name.hpp>
#include <loccer/redactions/value/keyed_value.hpp>
#include <loccer/redactions/value/secret_word.hpp>
#include <loccer/redactions/value/shape.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// What the literals of a source line are given to, compared with or passed to.
/// \tparam Judge has `static bool redacts(std::string_view name) noexcept`.
template <class Judge>
class CodeTarget : private CodeCursor {
  public:
    CodeTarget(std::string_view bytes, const CodeLine& line) noexcept : CodeCursor(bytes, line) {}

    /// *Returns* whether the literal with its content in [quote + 1, end) may go to a sensitive name. *Allocates* no.
    [[nodiscard]] bool is_secret(std::size_t quote, std::size_t end) const noexcept {
        const std::size_t begin = skip_back(text_, quote, ByteSet{"uULR8bfr@$"}, quote > 3 ? quote - 3 : 0);
        return is_named_beside(begin) || is_compared(end) || leads_to_name(begin, quote, end) || is_exhausted();
    }

  private:
    static constexpr std::size_t max_steps = 96;

    [[nodiscard]] static bool redacts(std::string_view name) noexcept {
        return !name.empty() && !digits.has(name[0]) && Judge::redacts(name);
    }

    /// *Returns* whether [begin, end) has a sensitive name in it, or is one in quotes.
    [[nodiscard]] bool has_name(std::size_t begin, std::size_t end) const noexcept {
        while (end > begin && spend()) {
            const std::size_t at = skip_back(text_, end, identifier_bytes, begin);
            if (at != end && redacts(text_.substr(at, end - at))) return true;
            end = at == end ? end - 1 : at;
        }
        return false;
    }

    /// *Returns* whether what ends at `end`, `a.password[0]` or `password.data()`, has a sensitive name.
    [[nodiscard]] bool is_sensitive(std::size_t end) const noexcept {
        for (std::size_t step = 0; step < 8; ++step) {
            end = before(end);
            bool is_called = false;
            while (end > line_.begin() && is_code(end - 1) && ByteSet{")]"}.has(text_[end - 1])) {
                const std::size_t open = brackets_begin(end);
                if ((text_[end - 1] == ']' || word(open) == "at") && has_name(open, end)) return true;
                is_called = is_called || text_[end - 1] == ')';
                end = before(open);
            }
            const std::string_view name = word(end);
            if (name.empty() || (is_called && is_one_of("size length empty", name))) return false;
            if (redacts(name)) return true;
            end -= name.size();
            if (!is_called) return is_sensitive_type(end);
            if (ends_with(end, "->")) end -= 2;
            else if (ends_with(end, ".")) end -= 1;
            else return false;
        }
        return false;
    }

    /// *Returns* whether before the name at `at` its type stands, and is a sensitive name: `SecretString s`.
    [[nodiscard]] bool is_sensitive_type(std::size_t at) const noexcept {
        const std::size_t end = before(at);
        return end != at && redacts(word(end));
    }

    /// *Returns* whether a name that begins at `at`, `a.password` or `*password.get()`, is a sensitive one.
    [[nodiscard]] bool begins_name(std::size_t at) const noexcept {
        at = behind(at);
        while (at < line_.end() && is_code(at) && ByteSet{"*&!( "}.has(text_[at])) ++at;
        for (std::size_t step = 0; step < 8; ++step) {
            const std::size_t end = skip(text_, at, identifier_bytes, line_.end());
            const bool is_qualifier = spells(text_, end, "::");
            if (!is_qualifier && redacts(text_.substr(at, end - at))) return true;
            if (!is_qualifier && !spells(text_, end, "->") && !spells(text_, end, ".")) return false;
            at = end + (spells(text_, end, ".") ? 1U : 2U);
        }
        return false;
    }

    /// `/*password=*/"x"`, `"password=" "x"`.
    [[nodiscard]] bool is_named_beside(std::size_t at) const noexcept {
        std::size_t end = skip_back(text_, at, blanks, line_.begin());
        if (ends_with(end, "<<")) end = before(end - 2);
        else if (ends_with(end, "+")) end = before(end - 1);
        while (ends_with(end, ")")) end = before(end - 1);
        if (end < line_.begin() + 2) return false;
        const CodeByte what = line_[end - 1];
        if (what != CodeByte::close && !(what == CodeByte::comment && spells(text_, end - 2, "*/"))) return false;
        end = skip_back(text_, what == CodeByte::close ? end - 1 : end - 2, blanks, line_.begin());
        const bool has_sign = end > line_.begin() && ByteSet{"=:"}.has(text_[end - 1]);
        if (!has_sign && what == CodeByte::close) return false;
        const NameInText name = name_before(text_, has_sign ? end - 1 : end, ascii_name_bytes);
        return name.begin >= line_.begin() && redacts(name.text);
    }

    /// `"x" == password`.
    [[nodiscard]] bool is_compared(std::size_t end) const noexcept {
        std::size_t at = behind(skip(text_, end + 1, identifier_bytes | ByteSet{")}"}, line_.end()));
        if (!spells(text_, at, "==") && !spells(text_, at, "!=")) return false;
        return begins_name(skip(text_, at, ByteSet{"!="}, line_.end()));
    }

    /// *Returns* whether going back from `at` through the statement leads to a sensitive name.
    [[nodiscard]] bool leads_to_name(std::size_t at, std::size_t quote, std::size_t end) const noexcept {
        bool is_selected = false;  // by `?`: then it is not compared
        std::size_t comma = 0;     // behind which the literal stands
        bool is_first = true;
        for (std::size_t step = 0; step < max_steps; ++step, is_first = false) {
            at = before(at);
            if (at <= line_.begin()) return false;
            const char sign = text_[at - 1];
            if (!is_code(at - 1)) {
                while (at > line_.begin() && !is_code(at - 1) && line_[at - 1] != CodeByte::open && spend()) --at;
                if (at > line_.begin() && line_[at - 1] == CodeByte::open) --at;
            } else if (identifier_bytes.has(sign)) {
                if (is_statement_word(word(at))) return word(at) == "return" && is_returned(word_begin(at));
                at = word_begin(at);
            } else if (ByteSet{")]}"}.has(sign)) {
                at = brackets_begin(at);
            } else if (ends_with(at, "<<")) {
                const std::size_t begin = before(qualified_begin(before(at - 2)));
                const bool is_statement = begin <= line_.begin() || ByteSet{";{}"}.has(text_[begin - 1]);
                return is_statement && is_sensitive(at - 2);
            } else if (sign == ';' || ends_with(at, ">>") || ends_with(at, "&&") || ends_with(at, "||")) {
                return false;
            } else if (sign == ',') {
                comma = is_first ? at : 0;
                const std::size_t open = opener_before(at - 1);
                if (open == std::string_view::npos) return false;
                const bool is_value = is_first || is_selected;
                if (is_value && !is_message(open, quote) && is_name_in_quotes(at - 1, quote, end)) return true;
                if (comma != 0 && text_[open] != '[' && !is_message(open, quote) && is_argument(comma - 1)) return true;
                at = open + 1;
            } else if (sign == '=') {
                const std::size_t begin = skip_back(text_, at, ByteSet{"=!<>+-*/%&|^:?.~"}, line_.begin());
                const std::string_view by = text_.substr(begin, at - begin);
                const bool compares = by.starts_with("==") || by.starts_with("!=") || by == "<=" || by == ">=";
                at = begin;
                if (compares && is_selected) continue;
                if (is_sensitive(begin)) return true;
                if (compares) return false;
            } else if (ByteSet{"([{"}.has(sign)) {
                const Verdict verdict = judge_opener(at - 1, quote, end);
                if (verdict.is_known) return verdict.is_secret;
                at = verdict.at;
            } else {
                is_selected = is_selected || sign == '?';
                --at;
            }
        }
        return true;
    }

    /// *Returns* whether the `return` at `at` is the first statement of a function with a sensitive name.
    [[nodiscard]] bool is_returned(std::size_t at) const noexcept {
        at = before(at);
        if (!ends_with(at, "{")) return false;
        at = before(at - 1);
        while (is_one_of("const noexcept override final", word(at))) at = before(word_begin(at));
        if (!ends_with(at, ")")) return false;
        return redacts(word(before(brackets_begin(at))));
    }

    /// What a bracket says of the literals inside.
    struct Verdict {
        bool is_known = false;
        bool is_secret = false;
        std::size_t at = 0;  ///< from where to go on back where it says nothing
    };

    /// *Returns* whether the literal is a message: of an error, a log, a diagnosis.
    [[nodiscard]] bool is_message(std::size_t open, std::size_t quote) const noexcept {
        const std::string_view name = word(before_arguments(before(open)));
        return names_error(name) || names_log(name) || begins_diagnosis(text_, quote + 1);
    }

    /// *Returns* whether the argument that ends at `end` is a sensitive name and no more.
    [[nodiscard]] bool is_argument(std::size_t end) const noexcept {
        if (!is_sensitive(end)) return false;
        const std::size_t open = opener_before(end);
        for (std::size_t at = end; at > open + 1; --at) {
            if (is_code(at - 1) && text_[at - 1] == ',') break;
            if (is_code(at - 1) && ByteSet{"=!<>+?"}.has(text_[at - 1]) && !ends_with(at, "->")) return false;
        }
        return true;
    }

    /// *Returns* whether the argument that ends at `end` is a string with a sensitive name, and the first one, and the
    /// literal is no name as well: `set(u8"password", is_test ? "x" : "y")`.
    [[nodiscard]] bool is_name_in_quotes(std::size_t end, std::size_t quote, std::size_t value_end) const noexcept {
        const Span name = literal_before(end);
        if (name.empty() || !redacts(text_.substr(name.begin, name.end - name.begin))) return false;
        const std::size_t prefix = skip_back(text_, name.begin - 1, ByteSet{"uUL8"}, line_.begin());
        const std::size_t open = before(prefix);
        const std::string_view value = text_.substr(quote + 1, value_end - quote - 1);
        const bool is_name = skip(value, 0, lower_letters | ByteSet{"_"}) == value.size() && redacts(value);
        return open > line_.begin() && is_code(open - 1) && ByteSet{"({"}.has(text_[open - 1]) && !is_name;
    }

    /// *Returns* whether the literal is where a call of this name has its password: behind the user's name, which is no
    /// sentence, or anywhere where it looks like one.
    [[nodiscard]] bool is_password_of(std::string_view name, std::size_t open, std::size_t quote,
                                      std::size_t end) const noexcept {
        if (!Judge::redacts("password")) return false;
        const std::string_view value = text_.substr(quote + 1, end - quote - 1);
        const std::size_t place = password_place(name);
        const bool is_place = place != 0 && commas_between(open + 1, quote) == place;
        if (is_place && skip(value, 0, ~blanks) == value.size()) return true;
        return place < 2 && looks_like_password(value);
    }

    [[nodiscard]] Verdict judge_opener(std::size_t open, std::size_t quote, std::size_t end) const noexcept {
        const std::size_t last = before(open);
        if (last <= line_.begin()) return {true, false, 0};
        const std::size_t name_end = before_arguments(last);
        const std::string_view name = word(name_end);
        if (text_[open] == '[') {
            const bool is_index = !name.empty() || (is_code(last - 1) && ByteSet{")]"}.has(text_[last - 1]));
            return {is_index, false, open};
        }
        if (name.empty()) {
            const bool is_array = text_[open] == '{' && ends_with(last, "]");
            const bool is_unknown = is_array || ends_with(last, ")");
            return {is_unknown, is_array && is_sensitive(last), open};
        }
        if (is_statement_word(name)) return {true, false, 0};
        const std::size_t begin = qualified_begin(name_end);
        const std::size_t dot = before(begin);
        const std::size_t receiver = ends_with(dot, "->") ? dot - 2 : ends_with(dot, ".") ? dot - 1 : 0;
        const bool keeps = receiver != 0 && !looks_up(name) && !is_message(open, quote);
        if (keeps && is_sensitive(receiver)) return {true, true, 0};
        if (converts(name)) return {false, false, begin};
        if (is_message(open, quote)) return {true, false, 0};
        if (redacts(name) || is_sensitive_type(begin)) return {true, true, 0};
        if (takes_password(name) && is_password_of(name, open, quote, end)) return {true, true, 0};
        if (text_[open] == '{') return {false, false, begin};
        if (writes_first(name) && begins_name(open + 1)) return {true, true, 0};
        const std::size_t next = behind(skip(text_, end + 1, identifier_bytes | ByteSet{")}"}, line_.end()));
        return {true, names_comparison(name) && spells(text_, next, ",") && begins_name(next + 1), 0};
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
