// SPDX-License-Identifier: MIT
#include <loccer/integrations/platform/container.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

namespace platform = loccer::platform;

class ContainerHint : public testing::Test {
  protected:
    void SetUp() override { ASSERT_NE(::mkdtemp(root_.data()), nullptr); }
    void TearDown() override { std::filesystem::remove_all(root_); }
    void write(const std::string& path, std::string_view text) const {
        std::filesystem::create_directories(std::filesystem::path(root_ + path).parent_path());
        std::ofstream(root_ + path) << text;
    }

    std::string root_ = testing::TempDir() + "loccer-root-XXXXXX";
};

TEST_F(ContainerHint, IsEmptyOnAPlainMachine) {
    write("/proc/self/cgroup", "0::/user.slice/user-1000.slice\n");

    EXPECT_EQ(platform::container_hint(root_), "");
}

TEST_F(ContainerHint, IsEmptyWhereNothingCanBeRead) { EXPECT_EQ(platform::container_hint(root_), ""); }

TEST_F(ContainerHint, KnowsPodmanByItsFile) {
    write("/run/.containerenv", "engine=\"podman\"\n");

    EXPECT_EQ(platform::container_hint(root_), "podman");
}

TEST_F(ContainerHint, KnowsDockerByItsFile) {
    write("/.dockerenv", "");

    EXPECT_EQ(platform::container_hint(root_), "docker");
}

TEST_F(ContainerHint, KnowsAnEngineByTheControlGroup) {
    write("/proc/self/cgroup", "12:pids:/lxc/web\n");

    EXPECT_EQ(platform::container_hint(root_), "lxc");
}

TEST_F(ContainerHint, SaysKubernetesEvenWhereTheEngineIsKnown) {
    write("/.dockerenv", "");
    write("/proc/self/cgroup", "0::/kubepods/besteffort/pod1234/docker-abc\n");

    EXPECT_EQ(platform::container_hint(root_), "kubernetes");
}

}  // namespace
