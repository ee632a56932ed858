// SPDX-License-Identifier: MIT
#include <loccer/redactions/correlation/key_file.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace {

using loccer::redactions::KeyBytes;
using loccer::redactions::read_key_file;

/// A folder of its own for each test, which is the working directory while the test runs.
class KeyFile : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "loccer-key-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        char before[4096];
        ASSERT_NE(::getcwd(before, sizeof before), nullptr);
        before_ = before;
        ASSERT_EQ(::chdir(folder_.c_str()), 0);
    }
    void TearDown() override {
        for (const char* name : {"key", "other"}) {
            ::unlink(name);
            ::rmdir(name);
        }
        EXPECT_EQ(::chdir(before_.c_str()), 0);
        EXPECT_EQ(::rmdir(folder_.c_str()), 0);
    }

    static void write(const char* name, const std::string& content, ::mode_t mode = 0600) {
        std::ofstream(name) << content;
        ASSERT_EQ(::chmod(name, mode), 0);
    }
    /// *Returns* why the file `key` is refused, nothing where it is not.
    static std::string refusal(int error) {
        KeyBytes key;
        try {
            read_key_file("key", key);
        } catch (const std::system_error& refused) {
            EXPECT_EQ(refused.code().value(), error) << refused.what();
            EXPECT_EQ(key.size, 0U);
            return refused.what();
        }
        return {};
    }

  private:
    std::string folder_;
    std::string before_;
};

bool begins(const std::string& text, std::string_view begin) { return text.starts_with(begin); }

TEST_F(KeyFile, IsReadWithAllOfItsBytes) {
    const std::string content = std::string(31, 'k') + '\n';
    write("key", content, 0400);

    KeyBytes key;
    read_key_file("key", key);

    EXPECT_EQ(std::string(key.bytes.begin(), key.bytes.begin() + static_cast<std::ptrdiff_t>(key.size)), content);
}

TEST_F(KeyFile, MayHaveAsManyBytesAsAKeyHas) {
    write("key", std::string(4096, 'k'));

    KeyBytes key;
    read_key_file("key", key);

    EXPECT_EQ(key.size, 4096U);
}

TEST_F(KeyFile, IsRefusedWhereThereIsNone) {
    EXPECT_TRUE(begins(refusal(ENOENT), "loccer::KeyFile: 'key' does not exist; make it with `umask 077; "));
}

TEST_F(KeyFile, IsRefusedWithTooFewOrTooManyBytes) {
    write("key", std::string(31, 'k'));
    EXPECT_TRUE(begins(refusal(EINVAL), "loccer::KeyFile: 'key' has less than 32 bytes; "));

    write("key", std::string(4097, 'k'));
    KeyBytes key;
    EXPECT_THROW(read_key_file("key", key), std::system_error);
    EXPECT_EQ(key.size, 0U);
}

TEST_F(KeyFile, IsRefusedWhereOthersMayDoAnythingWithIt) {
    for (const ::mode_t mode : {0640U, 0620U, 0610U, 0604U, 0602U, 0601U}) {
        write("key", std::string(32, 'k'), mode);

        EXPECT_TRUE(begins(refusal(EPERM), "loccer::KeyFile: 'key' is open to others; ")) << mode;

        ::unlink("key");
    }
}

TEST_F(KeyFile, IsRefusedWhereItIsALink) {
    write("other", std::string(32, 'k'));
    ASSERT_EQ(::symlink("other", "key"), 0);

    EXPECT_TRUE(begins(refusal(ELOOP), "loccer::KeyFile: 'key' is a symbolic link; "));
}

TEST_F(KeyFile, IsRefusedWhereItIsNoFile) {
    ASSERT_EQ(::mkdir("key", 0700), 0);
    EXPECT_TRUE(begins(refusal(EINVAL), "loccer::KeyFile: 'key' is no regular file; "));
    ASSERT_EQ(::rmdir("key"), 0);

    ASSERT_EQ(::mkfifo("key", 0600), 0);
    EXPECT_TRUE(begins(refusal(EINVAL), "loccer::KeyFile: 'key' is no regular file; "));
}

TEST_F(KeyFile, IsReadOnce) {
    using Key = loccer::KeyFile<"/proc/self/cwd/key">;
    EXPECT_TRUE(Key::bytes().empty());
    EXPECT_THROW(Key::load(), std::system_error);
    EXPECT_TRUE(Key::bytes().empty());
    write("key", std::string(32, 'k'));

    Key::load();
    ::unlink("key");
    Key::load();

    EXPECT_EQ(Key::bytes().size(), 32U);
    EXPECT_EQ(Key::bytes().back(), 'k');
    EXPECT_EQ(Key::name, "/proc/self/cwd/key");
}

}  // namespace
