// SPDX-License-Identifier: MIT
#ifndef LOCCER_PIPELINE_ERROR_TEXT_HPP
#define LOCCER_PIPELINE_ERROR_TEXT_HPP

// Type, message, code and causes of what was captured, gathered without rethrowing anything.
// Layer: pipeline.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/capture/captured.hpp>
#include <loccer/event/exception_info.hpp>
#include <loccer/trace/known_types.hpp>
#include <loccer/trace/snapshot.hpp>
#include <loccer/trace/thrown_message.hpp>
#include <loccer/trace/thrown_object.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline {

/// The readable name of a thrown type. std::throw_with_nested wraps what it is given in a type of its
/// own; the name is that of what was given.
class TypeText {
  public:
    /// *Requires* that something was thrown.
    void assign(const trace::Thrown& thrown) noexcept {
        text_ = trace::readable_type(thrown, spare_);
        constexpr std::string_view wrapper = "std::_Nested_exception<";
        if (text_.starts_with(wrapper) && text_.ends_with('>')) {
            text_.remove_prefix(wrapper.size());
            text_.remove_suffix(1);
            if (text_.ends_with(' ')) text_.remove_suffix(1);
        }
    }
    [[nodiscard]] std::string_view view() const noexcept { return text_; }

  private:
    std::string_view text_;
    std::array<char, 128> spare_;
};

/// The errors that another one was thrown with, as far as there are any: most have none.
class Causes {
  public:
    static constexpr std::size_t most = 16;

    // Only what add() has made is read.
    Causes() noexcept {}  // NOLINT(modernize-use-equals-default)
    Causes(const Causes&) = delete;
    Causes& operator=(const Causes&) = delete;
    ~Causes() {
        while (count_ != 0) held_.all[--count_].~Cause();
    }

    /// *Returns* what is to be shown of them. Borrows.
    [[nodiscard]] std::span<const ErrorText> texts() const noexcept { return {texts_.all, count_}; }

    /// *Returns* whether there was room. \param pointer keeps the cause alive.
    bool add(const std::exception_ptr& pointer, const trace::Thrown& thrown) noexcept {
        if (count_ == most) return false;
        Cause& cause = *::new (&held_.all[count_]) Cause;
        cause.pointer = pointer;
        cause.message.assign(thrown);
        cause.type.assign(thrown);
        ::new (&texts_.all[count_++]) ErrorText{cause.type.view(), cause.message.view()};
        return true;
    }

    [[nodiscard]] bool contain(const void* subject) const noexcept {
        for (std::size_t i = 0; i < count_; ++i) {
            if (trace::thrown_of(held_.all[i].pointer).subject == subject) return true;
        }
        return false;
    }

  private:
    struct Cause {
        std::exception_ptr pointer;
        trace::ThrownMessage message;
        TypeText type;
    };
    template <class Type>
    union Room {
        Room() noexcept {}  // NOLINT(modernize-use-equals-default)
        ~Room() {}          // NOLINT(modernize-use-equals-default)
        Type all[most];
    };

    std::size_t count_ = 0;
    Room<Cause> held_;
    Room<ErrorText> texts_;
};

/// Everything textual about one error. Borrows from the exception; lives for one capture.
class ErrorTexts {
  public:
    explicit ErrorTexts(const capture::Captured& captured) noexcept {
        if (captured.code != nullptr) {
            read_code(*captured.code);
        } else {
            read_thrown(captured);
        }
        if (info_.error.message.data() == nullptr && !captured.text.empty()) info_.error.message = captured.text;
        info_.causes = causes_.texts();
    }
    ErrorTexts(const ErrorTexts&) = delete;
    ErrorTexts& operator=(const ErrorTexts&) = delete;
    ~ErrorTexts() = default;

    [[nodiscard]] const ExceptionInfo& info() const noexcept { return info_; }

  private:
    void read_thrown(const capture::Captured& captured) noexcept {
        const trace::Thrown& thrown = captured.thrown;
        if (thrown.type == nullptr) return;
        type_.assign(thrown);
        info_.error.type = type_.view();
        // The text kept at the throw is sure to be whole memory; a longer one is still the exception's.
        const trace::Snapshot* snapshot = captured.snapshot;
        if (snapshot != nullptr && snapshot->message_size <= snapshot->message.size()) {
            if (snapshot->has_message) info_.error.message = snapshot->kept_message();
        } else {
            message_.assign(thrown);
            info_.error.message = message_.view();
        }
        if (const void* part = trace::find_base(thrown, trace::KnownBase::system_error)) {
            const std::error_code& code = static_cast<const std::system_error*>(part)->code();
            info_.code = {code.category().name(), code.value()};
        }
        read_causes(thrown);
    }

    void read_code(const std::error_code& code) noexcept {
        info_.error.type = "std::error_code";
        info_.code = {code.category().name(), code.value()};
        if (code.category() == std::generic_category() || code.category() == std::system_category()) {
            const char* description = ::strerrordesc_np(code.value());  // needs no heap and no lock
            info_.error.message = description != nullptr ? description : "Unknown error";
            return;
        }
        guarded([&] { code_message_ = code.message(); }, [] {});
        info_.error.message = code_message_;
    }

    /// Follows the chain of nested exceptions without recursion; stops at a cap and at a cycle.
    void read_causes(const trace::Thrown& outermost) noexcept {
        constexpr std::size_t max_followed = 100'000;
        std::exception_ptr pointer = nested_in(outermost);
        for (std::size_t followed = 0; pointer != nullptr && followed < max_followed; ++followed) {
            const trace::Thrown thrown = trace::thrown_of(pointer);
            if (thrown.subject == outermost.subject || causes_.contain(thrown.subject)) return;
            if (!causes_.add(pointer, thrown)) ++info_.causes_omitted;
            pointer = nested_in(thrown);
        }
    }

    [[nodiscard]] static std::exception_ptr nested_in(const trace::Thrown& thrown) noexcept {
        const void* part = trace::find_base(thrown, trace::KnownBase::nested_exception);
        return part != nullptr ? static_cast<const std::nested_exception*>(part)->nested_ptr() : nullptr;
    }

    TypeText type_;
    trace::ThrownMessage message_;
    std::string code_message_;
    Causes causes_;
    ExceptionInfo info_;
};

/// *Effects* tells of an error whose type is known, where all else that there is to tell lies in its snapshot, as with
/// most. *Returns* false where ErrorTexts has to tell it; then nothing is done.
[[nodiscard, gnu::always_inline]] inline bool tell_known(const capture::Captured& captured,
                                                         ExceptionInfo& info) noexcept {
    const trace::Snapshot* const snapshot = captured.snapshot;
    if (captured.code != nullptr || captured.thrown.subject == nullptr || snapshot == nullptr) return false;
    if (!snapshot->has_message || snapshot->message_size > snapshot->message.size()) return false;
    const trace::TypeFacts* const facts = trace::known_types.find(captured.thrown.type);
    if (facts == nullptr || !facts->has_name_alone()) return false;
    info.error = {facts->readable, snapshot->kept_message()};
    return true;
}

/// As tell(), of any error.
[[nodiscard, gnu::noinline]] inline ExceptionInfo tell_anew(const capture::Captured& captured,
                                                            std::optional<ErrorTexts>& texts) noexcept {
    return texts.emplace(captured).info();
}

/// *Returns* what is to be told of an error. Borrows from the exception, and from `texts`, which is made where it is
/// needed.
[[nodiscard]] inline ExceptionInfo tell(const capture::Captured& captured, std::optional<ErrorTexts>& texts) noexcept {
    ExceptionInfo info;
    return tell_known(captured, info) ? info : tell_anew(captured, texts);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::pipeline

#endif
