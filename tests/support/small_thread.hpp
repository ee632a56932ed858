// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_SMALL_THREAD_HPP
#define LOCCER_TESTS_SUPPORT_SMALL_THREAD_HPP

// Threads with a stack of a given size, and how much of it they use.

#include <cstddef>
#include <cstring>
#include <new>
#include <pthread.h>
#include <stdexcept>
#include <sys/mman.h>
#include <type_traits>
#include <unistd.h>

namespace small_thread {

/// Memory for a stack, with a page below it that must not be touched.
class StackMemory {
  public:
    explicit StackMemory(std::size_t size)
        : guard_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))),
          size_(size),
          memory_(::mmap(nullptr, guard_ + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
        if (memory_ == MAP_FAILED || ::mprotect(memory_, guard_, PROT_NONE) != 0) throw std::bad_alloc();
        std::memset(begin(), paint, size_);
    }
    StackMemory(const StackMemory&) = delete;
    StackMemory& operator=(const StackMemory&) = delete;
    ~StackMemory() { ::munmap(memory_, guard_ + size_); }

    [[nodiscard]] unsigned char* begin() const { return static_cast<unsigned char*>(memory_) + guard_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    /// *Returns* how many bytes from its outer end were written.
    [[nodiscard]] std::size_t used() const {
        std::size_t unused = 0;
        while (unused < size_ && begin()[unused] == paint) ++unused;
        return size_ - unused;
    }

  private:
    static constexpr unsigned char paint = 0xA5;

    std::size_t guard_;
    std::size_t size_;
    void* memory_;
};

/// *Effects* runs `body` on a thread with a stack of `size` bytes. *Returns* how many of them were used, by
/// what the C library keeps there too.
template <class Body>
std::size_t run(std::size_t size, Body&& body) {
    const StackMemory stack(size);
    ::pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    if (::pthread_attr_setstack(&attributes, stack.begin(), stack.size()) != 0) throw std::runtime_error("stack size");
    ::pthread_t thread{};
    const auto call = [](void* argument) -> void* {
        (*static_cast<std::remove_reference_t<Body>*>(argument))();
        return nullptr;
    };
    const int failure = ::pthread_create(&thread, &attributes, call, &body);
    ::pthread_attr_destroy(&attributes);
    if (failure != 0) throw std::runtime_error("no thread");
    ::pthread_join(thread, nullptr);
    return stack.used();
}

}  // namespace small_thread

#endif
