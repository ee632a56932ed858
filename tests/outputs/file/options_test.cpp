// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/options.hpp>

#include <loccer/outputs/file/durability.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/keep_free.hpp>
#include <loccer/outputs/file/max_age.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/max_total.hpp>
#include <loccer/outputs/file/sole_writer.hpp>
#include <loccer/outputs/file/use_kernel.hpp>
#include <loccer/outputs/file/when_full.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace loccer;

struct OwnKernel : file::Posix {};
struct OwnSeal : file::NoSeal {};
struct OwnSealing {
    using Seal = OwnSeal;
};

TEST(SettingsOfOptions, AreTheDefaultsWithoutAny) {
    static_assert(file::settings_of<>() == FileSettings{});
    EXPECT_EQ(file::settings_of<>().max_files, 10);
}

TEST(SettingsOfOptions, SayWhatEachOptionSaysInAnyOrder) {
    constexpr FileSettings one =
        file::settings_of<MaxSize<7>, MaxFiles<3>, MaxTotal<70>, Gzip<2>, Durability::interval<5>,
                          WhenFull::drop_oldest, KeepFree<9>, SoleWriter, InPlaceHousekeeping, UseKernel<OwnKernel>>();
    constexpr FileSettings other =
        file::settings_of<UseKernel<OwnKernel>, InPlaceHousekeeping, SoleWriter, KeepFree<9>, WhenFull::drop_oldest,
                          Durability::interval<5>, Gzip<2>, MaxTotal<70>, MaxFiles<3>, MaxSize<7>>();

    static_assert(one == other);
    EXPECT_EQ(one.max_size_bytes, 7);
    EXPECT_EQ(one.max_files, 3);
    EXPECT_EQ(one.max_total_bytes, 70);
    EXPECT_EQ(one.gzip_level, 2);
    EXPECT_EQ(one.durability, FileDurability::interval);
    EXPECT_EQ(one.interval_ms, 5);
    EXPECT_EQ(one.when_full, FileWhenFull::drop_oldest);
    EXPECT_EQ(one.keep_free_bytes, 9);
    EXPECT_TRUE(one.sole_writer);
    EXPECT_FALSE(one.background);
}

TEST(OptionsOfOneKind, AreNoticedWhateverTheirValues) {
    static_assert(file::is_repeated<MaxSize<1>, MaxSize<1>, MaxFiles<1>, MaxSize<2>>);
    static_assert(file::is_repeated<Durability::none, Durability::none, Durability::interval<1>>);
    static_assert(!file::is_repeated<MaxFiles<1>, MaxSize<1>, MaxFiles<1>>);
    EXPECT_TRUE((file::CheckOptions<MaxSize<10>, MaxFiles<1>, MaxTotal<10>>::passed()));
}

TEST(TypesOfOptions, ServeFromAnyPlaceAndElseTheDefaults) {
    static_assert(std::is_same_v<file::KernelOf<file::Posix>::Type, file::Posix>);
    static_assert(std::is_same_v<file::KernelOf<file::Posix, MaxSize<1>, Gzip<>>::Type, file::Posix>);
    static_assert(std::is_same_v<file::KernelOf<file::Posix, UseKernel<OwnKernel>, Gzip<>>::Type, OwnKernel>);
    static_assert(std::is_same_v<file::KernelOf<file::Posix, Gzip<>, UseKernel<OwnKernel>>::Type, OwnKernel>);
    static_assert(std::is_same_v<file::CompressorOf<file::NoCompressor, MaxFiles<1>>::Type, file::NoCompressor>);
    static_assert(
        std::is_same_v<file::CompressorOf<file::NoCompressor, MaxFiles<1>, Gzip<3>>::Type, file::GzipCompressor>);
    static_assert(std::is_same_v<file::SealOf<file::NoSeal, Gzip<>>::Type, file::NoSeal>);
    static_assert(std::is_same_v<file::SealOf<file::NoSeal, Gzip<>, OwnSealing>::Type, OwnSeal>);
    SUCCEED();
}

}  // namespace
