// SPDX-License-Identifier: MIT
#include <loccer/outputs/descriptor_writer.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <signal.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace {

using loccer::outputs::DescriptorWriter;
using loccer::outputs::Problem;

constexpr int patient_ms = 10'000;

std::string read_until_end(int descriptor) {
    std::string text;
    char buffer[4096];
    for (::ssize_t count = 0; (count = ::read(descriptor, buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
}

TEST(DescriptorWriter, WritesAllIntoAPipeThatIsSmallerThanTheBytes) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const std::string bytes(1'000'000, 'x');
    std::string received;
    std::thread reader([&] { received = read_until_end(ends[0]); });

    DescriptorWriter writer(ends[1], patient_ms);
    const bool written = writer.write(bytes);
    ::close(ends[1]);
    reader.join();
    ::close(ends[0]);

    EXPECT_TRUE(written);
    EXPECT_EQ(received, bytes);
}

TEST(DescriptorWriter, WritesAllWhereTheDescriptorDoesNotBlock) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    ::fcntl(ends[0], F_SETFL, 0);
    const std::string bytes(1'000'000, 'x');
    std::string received;
    std::thread reader([&] { received = read_until_end(ends[0]); });

    DescriptorWriter writer(ends[1], patient_ms);
    const bool written = writer.write(bytes);
    ::close(ends[1]);
    reader.join();
    ::close(ends[0]);

    EXPECT_TRUE(written);
    EXPECT_EQ(received, bytes);
}

TEST(DescriptorWriter, GivesUpOnABlockingPipeWhoseReaderHasStopped) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);

    DescriptorWriter writer(ends[1], 30);
    const bool written = writer.write(std::string(1'000'000, 'x'));

    EXPECT_FALSE(written);
    EXPECT_TRUE(writer.began());
    EXPECT_EQ(writer.failure().problem, Problem::timed_out);
    EXPECT_EQ(writer.failure().error, ETIMEDOUT);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(DescriptorWriter, GivesUpOnABlockingSocketWhoseReaderHasStopped) {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);

    DescriptorWriter writer(ends[1], 30);
    const bool written = writer.write(std::string(10'000'000, 'x'));

    EXPECT_FALSE(written);
    EXPECT_EQ(writer.failure().problem, Problem::timed_out);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(DescriptorWriter, NamesTheErrorOfAClosedDescriptor) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ::close(ends[0]);
    ::close(ends[1]);

    DescriptorWriter writer(ends[1], patient_ms);
    const bool written = writer.write("x");

    EXPECT_FALSE(written);
    EXPECT_FALSE(writer.began());
    EXPECT_EQ(writer.failure().error, EBADF);
}

TEST(DescriptorWriter, NamesTheErrorOfAFullDevice) {
    const int full = ::open("/dev/full", O_WRONLY);

    DescriptorWriter writer(full, patient_ms);
    const bool written = writer.write("x");

    EXPECT_FALSE(written);
    EXPECT_EQ(writer.failure().problem, Problem::write);
    EXPECT_EQ(writer.failure().error, ENOSPC);
    ::close(full);
}

void ignore_signal(int) {}

TEST(DescriptorWriter, GoesOnAfterInterruptions) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    struct ::sigaction action{};
    struct ::sigaction before{};
    action.sa_handler = ignore_signal;  // no SA_RESTART: calls fail with EINTR
    ::sigaction(SIGUSR1, &action, &before);
    const std::string bytes(1'000'000, 'x');
    std::string received;
    const ::pthread_t self = ::pthread_self();
    std::thread reader([&] {
        char buffer[1000];
        for (::ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) != 0;) {
            if (count > 0) received.append(buffer, static_cast<std::size_t>(count));
            if (received.size() < bytes.size()) ::pthread_kill(self, SIGUSR1);
        }
    });

    DescriptorWriter writer(ends[1], patient_ms);
    const bool written = writer.write(bytes);
    ::close(ends[1]);
    reader.join();
    ::sigaction(SIGUSR1, &before, nullptr);
    ::close(ends[0]);

    EXPECT_TRUE(written);
    EXPECT_EQ(received, bytes);
}

}  // namespace
