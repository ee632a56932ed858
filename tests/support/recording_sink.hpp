// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_RECORDING_SINK_HPP
#define LOCCER_TESTS_SUPPORT_RECORDING_SINK_HPP

// A reflect::Sink that writes down what it is told, readably, and notices every breach of the rules
// of a Sink: a member without a key, an end without a begin, a second value.

#include <loccer/reflect/sink.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace test_support {

/// Writes `{"a":1,"b":["x",null]}`; further: a cut text `"abc"/10` (10 bytes were whole), a float
/// `1.5f`, an unsigned integer `7u`, a refused key or redacted value `"k":#`, left-out members `+3`.
class RecordingSink {
  public:
    struct Mark {
        std::size_t size;
        std::vector<char> open;
        bool awaits_value;
        bool given;
    };

    /// \var sensitive the keys whose values are refused.
    std::vector<std::string> sensitive;
    /// \var depth_limit how deep objects and arrays may nest.
    std::size_t depth_limit = loccer::reflect::max_depth;
    /// \var element_limit how many elements are taken in all.
    std::size_t element_limit = static_cast<std::size_t>(-1);

    /// *Returns* what was told, or what was wrong with it.
    [[nodiscard]] std::string str() const {
        if (!breach_.empty()) return "breach: " + breach_;
        if (!open_.empty() || !given_) return "breach: incomplete after " + out_;
        return out_;
    }
    [[nodiscard]] bool well_formed() const { return breach_.empty() && open_.empty() && given_; }

    void null() noexcept { scalar("null"); }
    void boolean(bool value) noexcept { scalar(value ? "true" : "false"); }
    void integer(std::int64_t value) noexcept { scalar(std::to_string(value)); }
    void unsigned_integer(std::uint64_t value) noexcept { scalar(std::to_string(value) + "u"); }
    void number(double value) noexcept { scalar(shortest(value)); }
    void number(float value) noexcept { scalar(shortest(value) + "f"); }
    void text(std::string_view value) noexcept { scalar(quoted(value)); }
    void text(std::string_view kept, std::size_t whole_size) noexcept {
        if (whole_size <= kept.size()) breach("cut text that is whole");
        scalar(quoted(kept) + "/" + std::to_string(whole_size));
    }
    void redacted() noexcept { scalar("#"); }
    bool begin_object() noexcept { return begin('{'); }
    bool begin_array() noexcept { return begin('['); }
    void end_object() noexcept { end('{', '}'); }
    void end_array() noexcept { end('[', ']'); }
    bool key(std::string_view name) noexcept {
        if (open_.empty() || open_.back() != '{') breach("key outside an object");
        if (awaits_value_) breach("key where a value was due");
        separate();
        out_ += quoted(name) + ":";
        if (is_sensitive(name)) {
            out_ += '#';
            return false;
        }
        awaits_value_ = true;
        return true;
    }
    bool element() noexcept {
        if (open_.empty() || open_.back() != '[') breach("element outside an array");
        if (awaits_value_) breach("element where a value was due");
        if (element_limit == 0) return false;
        --element_limit;
        separate();
        awaits_value_ = true;
        return true;
    }
    void omitted(std::size_t count) noexcept {
        if (open_.empty() || awaits_value_) breach("omitted out of place");
        separate();
        out_ += "+" + std::to_string(count);
    }
    [[nodiscard]] Mark mark() const noexcept { return {out_.size(), open_, awaits_value_, given_}; }
    void rewind(const Mark& mark) noexcept {
        out_.resize(mark.size);
        open_ = mark.open;
        awaits_value_ = mark.awaits_value;
        given_ = mark.given;
    }
    [[nodiscard]] bool is_sensitive(std::string_view name) const noexcept {
        for (const std::string& key : sensitive)
            if (key == name) return true;
        return false;
    }

  private:
    template <class Float>
    static std::string shortest(Float value) {
        char text[64];
        return {text, std::to_chars(text, text + sizeof(text), value).ptr};
    }
    static std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

    void breach(std::string_view what) {
        if (breach_.empty()) breach_ = std::string(what) + " after " + out_;
    }
    void separate() {
        if (!out_.empty() && out_.back() != '{' && out_.back() != '[') out_ += ',';
    }
    void take() {
        if (open_.empty() ? given_ : !awaits_value_) breach("value out of place");
        awaits_value_ = false;
        given_ = true;
    }
    void scalar(std::string_view text) {
        take();
        out_ += text;
    }
    bool begin(char bracket) {
        take();
        if (open_.size() >= depth_limit) {
            out_ += "<deep>";
            return false;
        }
        open_.push_back(bracket);
        out_ += bracket;
        return true;
    }
    void end(char begin, char bracket) {
        if (open_.empty() || open_.back() != begin || awaits_value_) breach("end out of place");
        if (!open_.empty()) open_.pop_back();
        awaits_value_ = false;
        out_ += bracket;
    }

    std::string out_;
    std::string breach_;
    std::vector<char> open_;
    bool awaits_value_ = false;
    bool given_ = false;
};

}  // namespace test_support

#endif
