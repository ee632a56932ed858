// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_PLUGIN_HPP
#define LOCCER_TESTS_SUPPORT_PLUGIN_HPP

// The libraries of tests/trace/fixtures, open as long as an object lives.

#include <dlfcn.h>
#include <gtest/gtest.h>

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

namespace plugin {

class Plugin {
  public:
    explicit Plugin(const char* path) : handle_(::dlopen(path, RTLD_NOW | RTLD_LOCAL)) {
        EXPECT_NE(handle_, nullptr) << ::dlerror();
    }
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    ~Plugin() { ::dlclose(handle_); }

    /// *Returns* a return address within the plugin.
    [[nodiscard]] const void* address() const {
        return reinterpret_cast<const void* (*)()>(::dlsym(handle_, "loccer_test_address"))();
    }
    /// *Effects* calls `function` from the plugin.
    void call(void (*function)()) const {
        reinterpret_cast<void (*)(void (*)())>(::dlsym(handle_, "loccer_test_call_through"))(function);
    }

  private:
    void* handle_;
};

/// *Returns* whether the library is loaded.
inline bool is_open(const char* path) {
    void* const handle = ::dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (handle != nullptr) ::dlclose(handle);
    return handle != nullptr;
}

}  // namespace plugin

#endif

#endif
