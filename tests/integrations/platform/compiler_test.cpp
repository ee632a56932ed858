// SPDX-License-Identifier: MIT
#include <loccer/integrations/platform/compiler.hpp>

#include <gtest/gtest.h>

namespace {

namespace platform = loccer::platform;

TEST(CompilerFacts, NameGccFromABareVersion) {
    constexpr platform::CompilerFacts facts = platform::compiler_from("12.2.0");

    EXPECT_EQ(facts.compiler, "GCC");
    EXPECT_EQ(facts.compiler_version, "12.2.0");
}

TEST(CompilerFacts, NameClangBehindItsVendor) {
    constexpr platform::CompilerFacts facts = platform::compiler_from("Debian Clang 19.1.7 (3~deb12u1)");

    EXPECT_EQ(facts.compiler, "Clang");
    EXPECT_EQ(facts.compiler_version, "19.1.7");
}

TEST(CompilerFacts, NameTheStandardByItsYear) {
    EXPECT_EQ(platform::standard_from(202002L), "C++20");
    EXPECT_EQ(platform::standard_from(202100L), "C++23");
    EXPECT_EQ(platform::standard_from(202302L), "C++23");
    EXPECT_EQ(platform::standard_from(202400L), "C++26");
}

TEST(CompilerFacts, TellReleaseFromDebugByWhetherTheMacrosAreDefined) {
    EXPECT_EQ(platform::build_type_from("NDEBUG", "__OPTIMIZE__"), "debug");
    EXPECT_EQ(platform::build_type_from("NDEBUG", "1"), "debug optimized");
    EXPECT_EQ(platform::build_type_from("", "1"), "release");
    EXPECT_EQ(platform::build_type_from("1", "__OPTIMIZE__"), "release unoptimized");
}

TEST(CompilerFacts, NameTheLibraryWhoseMacroIsANumber) {
    EXPECT_EQ(platform::library_from("libstdc++ 12", "libc++ _LIBCPP_VERSION"), "libstdc++ 12");
    EXPECT_EQ(platform::library_from("libstdc++ _GLIBCXX_RELEASE", "libc++ 190107"), "libc++ 190107");
    EXPECT_EQ(platform::library_from("libstdc++ _GLIBCXX_RELEASE", "libc++ _LIBCPP_VERSION"), "");
}

TEST(CompilerFacts, DescribeThisTranslationUnit) {
    constexpr platform::CompilerFacts facts = platform::compiler_facts();

    EXPECT_TRUE(facts.compiler == "GCC" || facts.compiler == "Clang");
    EXPECT_TRUE(platform::is_number(facts.compiler_version)) << facts.compiler_version;
    EXPECT_TRUE(facts.standard.starts_with("C++2"));
    EXPECT_TRUE(facts.standard_library.starts_with("lib")) << facts.standard_library;
    EXPECT_FALSE(facts.build_type.empty());
}

}  // namespace
