// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_FAILURE_HPP
#define LOCCER_REFLECT_FAILURE_HPP

// What stands for a value whose own code threw while it was described: a text that says so. Nothing
// half-written stays behind, and nothing thrown leaves.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/text.hpp>

#include <cstddef>
#include <cstring>
#include <exception>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// How the text that stands for such a value begins; the exception's what() follows.
inline constexpr std::string_view failure_prefix = "Error getting repr of the object: ";

/// *Effects* gives the sink failure_prefix and `what`, at most 512 bytes. `what` may be null.
template <class Out>
LOCCER_COLD void describe_failure(Out& out, const char* what) noexcept {
    const std::string_view reason = what == nullptr ? std::string_view("exception without a message") : what;
    char storage[512];
    std::memcpy(storage, failure_prefix.data(), failure_prefix.size());
    const std::string_view kept = cut_text(reason, sizeof(storage) - failure_prefix.size());
    std::memcpy(storage + failure_prefix.size(), kept.data(), kept.size());
    describe_cut(out, std::string_view(storage, failure_prefix.size() + kept.size()),
                 failure_prefix.size() + reason.size());
}

/// *Effects* runs `action`, which describes one value; if it throws, takes back what it wrote and
/// describes the failure instead. *Throws* nothing.
template <class Out, class Action>
void describe_guarded([[maybe_unused]] Out& out, Action&& action) noexcept {
#if LOCCER_CFG_EXCEPTIONS
    const auto before = out.mark();
    try {
        action();
    } catch (const std::exception& error) {
        out.rewind(before);
        describe_failure(out, error.what());
    } catch (...) {
        out.rewind(before);
        describe_failure(out, "unknown exception");
    }
#else
    (void)out;
    action();
#endif
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif
