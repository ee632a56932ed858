// SPDX-License-Identifier: MIT
#include <loccer/trace/frame_filter.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

namespace {

using loccer::trace::FrameKind;
using loccer::trace::is_own_file;
using loccer::trace::kind_of_module;
using loccer::trace::kind_of_symbol;

TEST(KindOfSymbol, KnowsLoccersFunctions) {
    EXPECT_EQ(kind_of_symbol("_ZN6loccer2v15trace5Stack7captureEm"), FrameKind::own);
    EXPECT_EQ(kind_of_symbol("_ZNK6loccer2v15Event4nameEv"), FrameKind::own);
    EXPECT_EQ(kind_of_symbol("_ZNKR6loccer2v15Event4nameEv"), FrameKind::own);
    EXPECT_EQ(kind_of_symbol("_ZN6loccer10v1_no_rtti3fooEv"), FrameKind::own);
    EXPECT_EQ(kind_of_symbol("_ZN6loccer13v1_64_4096_323fooEv"), FrameKind::own);
}

TEST(KindOfSymbol, KnowsLoccersLambdasAndLocalClasses) {
    EXPECT_EQ(kind_of_symbol("_ZZN6loccer2v17guardedIZ4mainEUlvE_EEbOT_ENKUlvE_clEv"), FrameKind::own);
    EXPECT_EQ(kind_of_symbol("_ZZZN6loccer2v13fooEvENKUlvE_clEvENKUlvE_clEv"), FrameKind::own);
    EXPECT_EQ(kind_of_symbol("_ZZNK6loccer2v13Log3fooEvENUlvE_4_FUNEv"), FrameKind::own);
    EXPECT_EQ(kind_of_symbol("_ZN6loccer2v13fooEv.cold"), FrameKind::own);
}

TEST(KindOfSymbol, LeavesFunctionsThatOnlyMentionLoccerToTheProgram) {
    EXPECT_EQ(kind_of_symbol("_Z4workRN6loccer2v15EventE"), FrameKind::program);
    EXPECT_EQ(kind_of_symbol("_ZN4shop6settleIN6loccer2v15EventEEEvv"), FrameKind::program);
    EXPECT_EQ(kind_of_symbol("_ZZ4mainENKUlRN6loccer2v15EventEE_clES2_"), FrameKind::program);
    EXPECT_EQ(kind_of_symbol("_ZSt13__invoke_implIvN6loccer2v13LogEEvv"), FrameKind::program);
}

TEST(KindOfSymbol, LeavesOtherNamespacesOfThatNameToTheProgram) {
    EXPECT_EQ(kind_of_symbol("_ZN6loccer4demo4mainEv"), FrameKind::program);
    EXPECT_EQ(kind_of_symbol("_ZN6loccer3v103fooEv"), FrameKind::program);
    EXPECT_EQ(kind_of_symbol("_ZN4user6loccer2v13fooEv"), FrameKind::program);
    EXPECT_EQ(kind_of_symbol("_Z6loccerv"), FrameKind::program);
}

TEST(KindOfSymbol, KnowsWhatThrows) {
    for (const char* symbol :
         {"__cxa_throw", "__cxa_rethrow", "__cxa_bad_cast", "__cxa_throw_bad_array_new_length",
          "_ZSt20__throw_length_errorPKc", "_ZSt24__throw_out_of_range_fmtPKcz", "_ZNSt3__120__throw_length_errorEPKc",
          "_ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE",
          "_ZSt17throw_with_nestedISt13runtime_errorEvOT_", "_ZNKSt16nested_exception14rethrow_nestedEv"}) {
        EXPECT_EQ(kind_of_symbol(symbol), FrameKind::machinery) << symbol;
    }
}

TEST(KindOfSymbol, KnowsWhatUnwindsAndTerminates) {
    for (const char* symbol : {"_Unwind_RaiseException", "_Unwind_Resume", "_Unwind_Backtrace", "__gxx_personality_v0",
                               "_ZSt9terminatev", "_ZSt11__terminatev", "_ZN10__cxxabiv111__terminateEPFvvE",
                               "_ZNK10__cxxabiv120__si_class_type_info11__do_upcastEv", "__clang_call_terminate",
                               "_ZN9__gnu_cxx27__verbose_terminate_handlerEv", "__restore_rt"}) {
        EXPECT_EQ(kind_of_symbol(symbol), FrameKind::machinery) << symbol;
    }
}

TEST(KindOfSymbol, SeesThroughTheInterceptorsOfSanitizers) {
    EXPECT_EQ(kind_of_symbol("__interceptor___cxa_throw"), FrameKind::machinery);
    EXPECT_EQ(kind_of_symbol("___interceptor__Unwind_RaiseException"), FrameKind::machinery);
    EXPECT_EQ(kind_of_symbol("__interceptor_trampoline___cxa_rethrow"), FrameKind::machinery);
    EXPECT_EQ(kind_of_symbol("__interceptor_memcpy"), FrameKind::program);
}

TEST(KindOfSymbol, LeavesOrdinaryFunctionsToTheProgram) {
    for (const char* symbol : {"", "main", "_Z", "_ZN", "_ZSt4sortIPiEvT_S1_", "_Znwm", "_ZNSt6thread4joinEv", "__cxa_",
                               "_ZN6loccer", "_ZN6loccer9v1", "_ZN999999999999x", "abort"}) {
        EXPECT_EQ(kind_of_symbol(symbol), FrameKind::program) << symbol;
    }
}

TEST(KindOfModule, TakesNamelessFunctionsOfTheUnwinderForMachinery) {
    EXPECT_EQ(kind_of_module("/lib/x86_64-linux-gnu/libgcc_s.so.1"), FrameKind::machinery);
    EXPECT_EQ(kind_of_module("/lib/x86_64-linux-gnu/libc.so.6"), FrameKind::program);
    EXPECT_EQ(kind_of_module(""), FrameKind::program);
}

TEST(IsStandardLibrary, KnowsItByItsFile) {
    EXPECT_TRUE(loccer::trace::is_standard_library("/lib/x86_64-linux-gnu/libstdc++.so.6"));
    EXPECT_TRUE(loccer::trace::is_standard_library("/opt/llvm/lib/libc++.so.1"));
    EXPECT_FALSE(loccer::trace::is_standard_library("/lib/x86_64-linux-gnu/libc.so.6"));
    EXPECT_FALSE(loccer::trace::is_standard_library("/home/libstdc++.so/shop"));
    EXPECT_FALSE(loccer::trace::is_standard_library(""));
}

TEST(IsOwnFile, KnowsEachFolderOfTheHeaders) {
    std::set<std::string> folders;
    for (const auto& entry : std::filesystem::directory_iterator(LOCCER_TEST_HEADERS)) {
        if (entry.is_directory()) folders.insert(entry.path().filename().string() + "/");
    }

    const std::set<std::string> known(std::begin(loccer::trace::own_folders), std::end(loccer::trace::own_folders));

    EXPECT_EQ(known, folders);
}

TEST(IsOwnFile, KnowsLoccersHeadersWhereverTheyAreInstalled) {
    EXPECT_TRUE(is_own_file("/usr/include/loccer/capture/scope.hpp"));
    EXPECT_TRUE(is_own_file("/src/build/../include/loccer/outputs/file/append.hpp"));
    EXPECT_FALSE(is_own_file("/home/me/loccer/main.cpp"));
    EXPECT_FALSE(is_own_file("/home/me/loccer/shop/order.hpp"));
    EXPECT_FALSE(is_own_file(""));
}

}  // namespace
