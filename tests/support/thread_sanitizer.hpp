// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_THREAD_SANITIZER_HPP
#define LOCCER_TESTS_SUPPORT_THREAD_SANITIZER_HPP

// Under the thread sanitizer a child of a program with several threads can't start any: tests of that skip themselves.

namespace thread_sanitizer {

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define LOCCER_TEST_THREAD_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define LOCCER_TEST_THREAD_SANITIZER 1
#endif
#if defined(LOCCER_TEST_THREAD_SANITIZER)
inline constexpr bool is_on = true;
#else
inline constexpr bool is_on = false;
#endif

}  // namespace thread_sanitizer

#define LOCCER_TEST_STARTS_THREADS_IN_A_CHILD() \
    if (thread_sanitizer::is_on) GTEST_SKIP() << "the thread sanitizer starts no thread in a forked child"

#endif
