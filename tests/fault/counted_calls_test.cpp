// SPDX-License-Identifier: MIT
// The functions that count, and what they find where everything is called.

#include "counted_calls.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <ctime>
#include <cxxabi.h>
#include <dlfcn.h>
#include <exception>
#include <linux/futex.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <typeinfo>
#include <unistd.h>
#include <utility>

namespace counted {

thread_local constinit Calls calls{};

}  // namespace counted

#if LOCCER_TEST_COUNTS_CALLS
namespace {

using counted::calls;

/// *Returns* the function of that name behind ours.
template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

namespace __cxxabiv1 {
extern "C" {
char* __cxa_demangle(const char* name, char* buffer, std::size_t* size, int* status) {  // NOLINT
    ++calls.demangle;
    static auto* const next = real<decltype(__cxa_demangle)>("__cxa_demangle");
    return next(name, buffer, size, status);
}
void __cxa_throw(void* object, std::type_info* type, void (*destroy)(void*)) {  // NOLINT
    ++calls.throw_new;
    static auto* const next = real<void(void*, std::type_info*, void (*)(void*))>("__cxa_throw");
    next(object, type, destroy);
    __builtin_unreachable();
}
void __cxa_rethrow() {  // NOLINT
    ++calls.rethrow;
    static auto* const next = real<decltype(__cxa_rethrow)>("__cxa_rethrow");
    next();
    __builtin_unreachable();
}
}
}  // namespace __cxxabiv1

namespace std {
void rethrow_exception(exception_ptr exception) {  // NOLINT(cert-dcl58-cpp): in the place of the library's
    ++calls.rethrow_stored;
    static auto* const next = real<void(exception_ptr)>("_ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE");
    next(std::move(exception));
    __builtin_unreachable();
}
}  // namespace std

extern "C" {
// The C library's own, for programs that replace malloc().
void* __libc_malloc(std::size_t);                 // NOLINT(bugprone-reserved-identifier)
void* __libc_calloc(std::size_t, std::size_t);    // NOLINT(bugprone-reserved-identifier)
void* __libc_realloc(void*, std::size_t);         // NOLINT(bugprone-reserved-identifier)
void* __libc_memalign(std::size_t, std::size_t);  // NOLINT(bugprone-reserved-identifier)

void* malloc(std::size_t size) noexcept {
    ++calls.allocate;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
    ++calls.allocate;
    return __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) noexcept {
    ++calls.allocate;
    return __libc_realloc(block, size);
}
void* memalign(std::size_t alignment, std::size_t size) noexcept {
    ++calls.allocate;
    return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    ++calls.allocate;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept {
    ++calls.allocate;
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? ENOMEM : 0;
}
// By both names that the C library has for it.
void* loccer_test_mmap(void* at, std::size_t size, int protection, int flags, int file, ::off_t offset) __asm__("mmap");
void* loccer_test_mmap64(void* at, std::size_t size, int protection, int flags, int file,
                         ::off_t offset) __asm__("mmap64");
void* loccer_test_mmap(void* at, std::size_t size, int protection, int flags, int file, ::off_t offset) {
    ++calls.map;
    return reinterpret_cast<void*>(::syscall(SYS_mmap, at, size, long{protection}, long{flags}, long{file}, offset));
}
void* loccer_test_mmap64(void* at, std::size_t size, int protection, int flags, int file, ::off_t offset) {
    return loccer_test_mmap(at, size, protection, flags, file, offset);
}

std::size_t strftime(char* out, std::size_t size, const char* format, const std::tm* time) noexcept {
    ++calls.strftime;
    static auto* const next = real<decltype(strftime)>("strftime");
    return next(out, size, format, time);
}
int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
    ++calls.mutex_lock;
    static auto* const next = real<decltype(pthread_mutex_lock)>("pthread_mutex_lock");
    return next(mutex);
}
int sched_yield() noexcept {
    ++calls.yield;
    static auto* const next = real<decltype(sched_yield)>("sched_yield");
    return next();
}
int nanosleep(const timespec* time, timespec* left) {
    ++calls.sleep;
    static auto* const next = real<decltype(nanosleep)>("nanosleep");
    return next(time, left);
}
int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    ++calls.sleep;
    static auto* const next = real<decltype(clock_nanosleep)>("clock_nanosleep");
    return next(clock, flags, time, left);
}
int usleep(useconds_t time) {
    ++calls.sleep;
    static auto* const next = real<decltype(usleep)>("usleep");
    return next(time);
}
int sem_wait(sem_t* semaphore) {
    ++calls.wait;
    static auto* const next = real<decltype(sem_wait)>("sem_wait");
    return next(semaphore);
}
int sem_timedwait(sem_t* semaphore, const timespec* until) {
    ++calls.wait;
    static auto* const next = real<decltype(sem_timedwait)>("sem_timedwait");
    return next(semaphore, until);
}
int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
    ++calls.wait;
    static auto* const next = real<decltype(sem_clockwait)>("sem_clockwait");
    return next(semaphore, clock, until);
}
int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    ++calls.wait;
    static auto* const next = real<decltype(pthread_cond_wait)>("pthread_cond_wait");
    return next(condition, mutex);
}
int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
    ++calls.wait;
    static auto* const next = real<decltype(pthread_cond_timedwait)>("pthread_cond_timedwait");
    return next(condition, mutex, until);
}
int pthread_join(pthread_t thread, void** result) {
    ++calls.wait;
    static auto* const next = real<decltype(pthread_join)>("pthread_join");
    return next(thread, result);
}
/// A futex is waited for by no other function of the C library.
long syscall(long number, ...) noexcept {
    std::va_list list;
    va_start(list, number);
    long given[6];
    for (long& one : given) one = va_arg(list, long);
    va_end(list);
    const auto operation = static_cast<int>(given[1]) & FUTEX_CMD_MASK;
    if (number == SYS_futex && (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET)) ++calls.wait;
    static auto* const next = real<long(long, ...)>("syscall");
    return next(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}
}
#endif

namespace {

using counted::Calls;
using counted::second_time;

/// *Effects* keeps a compiler from leaving out what made it.
void keep(void* block) {
    __asm__ volatile("" : "+r"(block));
    std::free(block);
}

TEST(CountedCalls, AreThoseOfEachKind) {
    LOCCER_TEST_NEEDS_COUNTED_CALLS();
    constexpr timespec no_time{};
    constexpr timespec long_ago{1, 0};

    const Calls found = second_time([&] {
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        ::pthread_mutex_lock(&mutex);
        ::sched_yield();
        ::nanosleep(&no_time, nullptr);
        ::clock_nanosleep(CLOCK_MONOTONIC, 0, &no_time, nullptr);
        int status = 0;
        std::free(abi::__cxa_demangle("1f", nullptr, nullptr, &status));  // which allocates
        const std::tm time{};
        char text[8];
        (void)std::strftime(text, sizeof text, "%Y", &time);
        sem_t semaphore;
        ::sem_init(&semaphore, 0, 1);
        ::sem_wait(&semaphore);
        ::sem_timedwait(&semaphore, &long_ago);
        int word = 0;
        ::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, nullptr, nullptr, 0);
    });

    EXPECT_EQ(found, (Calls{.allocate = found.allocate,
                            .demangle = 1,
                            .strftime = 1,
                            .mutex_lock = 1,
                            .yield = 1,
                            .sleep = 2,
                            .wait = 3}));
}

TEST(CountedCalls, AreThoseThatThrow) {
    LOCCER_TEST_NEEDS_COUNTED_CALLS();

    const Calls found = second_time([] {
        try {
            try {
                throw 1;
            } catch (...) {
                throw;
            }
        } catch (int) {
            try {
                std::rethrow_exception(std::current_exception());
            } catch (int) {
            }
        }
    });

    EXPECT_EQ(found, (Calls{.allocate = found.allocate, .throw_new = 1, .rethrow = 1, .rethrow_stored = 1}));
}

TEST(CountedCalls, AreThoseThatAllocate) {
    LOCCER_TEST_NEEDS_COUNTED_CALLS();

    const Calls found = second_time([] {
        keep(std::malloc(100));
        keep(std::calloc(10, 10));
        keep(std::realloc(nullptr, 100));
        keep(std::aligned_alloc(64, 128));
        void* block = nullptr;
        EXPECT_EQ(::posix_memalign(&block, 64, 128), 0);
        keep(block);
        ::operator delete(::operator new(100));
        ::operator delete(::operator new(128, std::align_val_t{64}), std::align_val_t{64});
        void* const pages = ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        ::munmap(pages, 4096);
    });

    EXPECT_EQ(found, (Calls{.allocate = 7, .map = 1}));
}

}  // namespace
