// SPDX-License-Identifier: MIT
#include <loccer/trace/late_resolver.hpp>

#include "../support/plugin.hpp"

#include <loccer/trace/modules.hpp>
#include <loccer/trace/stack_modules.hpp>
#include <loccer/trace/symbolizer.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace {

using loccer::trace::BuildIdText;
using loccer::trace::KeptModule;
using loccer::trace::LateResolver;
using loccer::trace::Module;
using loccer::trace::ResolvedFrame;
using loccer::trace::StackModules;
using loccer::trace::Symbolizer;

constexpr bool has_debug_info = LOCCER_CFG_LIBBACKTRACE != 0;

/// What is kept of the modules of a stack.
struct Kept {
    std::vector<std::string> texts;
    std::vector<KeptModule> modules;

    explicit Kept(std::span<const void* const> stack) {
        StackModules noted;
        EXPECT_TRUE(noted.note(stack));
        texts.reserve(2 * StackModules::max_count);
        for (const Module& module : noted.all()) {
            const auto& path = texts.emplace_back(loccer::trace::path_of(module));
            const auto& build_id = texts.emplace_back(BuildIdText{module.image.build_id}.view());
            modules.push_back({loccer::trace::place_of(module), path, build_id});
        }
    }
};

struct Shown {
    std::string name;
    std::string module;
    std::string build_id;
    std::uintptr_t offset = 0;

    friend bool operator==(const Shown&, const Shown&) = default;
};

template <class Resolve>
Shown shown(Resolve&& resolve) {
    Shown shown;
    std::size_t count = 0;
    resolve([&](const ResolvedFrame& frame) {
        ++count;
        shown = {std::string(frame.name), std::string(frame.module), std::string(frame.build_id), frame.offset};
    });
    EXPECT_GE(count, 1U);
    return shown;
}

Shown shown_by(LateResolver& resolver, const void* address) {
    return shown([&](auto visit) { resolver(address, visit); });
}

[[gnu::noinline]] const void* own_address() { return __builtin_return_address(0); }

TEST(LateResolver, NamesWhatIsStillThereAsTheSymbolizerDoes) {
    const void* const address = own_address();
    const std::array stack{address};
    const Kept kept{stack};
    Symbolizer symbolizer;
    LateResolver resolver{symbolizer, kept.modules};

    const Shown late = shown_by(resolver, address);

    EXPECT_EQ(late, shown([&](auto visit) { symbolizer.resolve(address, true, visit); }));
    EXPECT_EQ(late.name.find("NamesWhatIsStillThere") != std::string::npos, has_debug_info) << late.name;
}

TEST(LateResolver, SaysNothingOfAnAddressThatWasInNoModule) {
    const void* const address = own_address();
    Symbolizer symbolizer;
    LateResolver resolver{symbolizer, {}};

    const Shown late = shown_by(resolver, address);

    EXPECT_EQ(late, (Shown{"", "", "", reinterpret_cast<std::uintptr_t>(address) - 1}));
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

using plugin::is_open;
using plugin::Plugin;

TEST(LateResolver, HoldsALibraryAsLongAsItLives) {
    auto opened = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    const void* const address = opened->address();
    const std::array stack{address};
    const Kept kept{stack};
    Symbolizer symbolizer;
    {
        LateResolver resolver{symbolizer, kept.modules};
        opened.reset();

        const Shown late = shown_by(resolver, address);

        EXPECT_EQ(late.module, LOCCER_TEST_PLUGIN);
        EXPECT_EQ(late.build_id, kept.modules[0].build_id);
        EXPECT_EQ(late.name, has_debug_info ? "first_plugin()" : late.name);
    }
    EXPECT_FALSE(is_open(LOCCER_TEST_PLUGIN));
}

TEST(LateResolver, ShowsWhereTheFunctionOfAClosedLibraryWas) {
    auto opened = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    const void* const address = opened->address();
    const std::array stack{address};
    const Kept kept{stack};
    const Shown before = shown([&](auto visit) { loccer::trace::resolve_raw(address, true, visit); });
    opened.reset();
    Symbolizer symbolizer;

    LateResolver resolver{symbolizer, kept.modules};

    EXPECT_EQ(shown_by(resolver, address), before);
}

TEST(LateResolver, TellsALibraryFromTheOneThatIsInItsPlace) {
    auto opened = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    const void* const address = opened->address();
    const std::array stack{address};
    Kept kept{stack};
    opened.reset();
    const Plugin other{LOCCER_TEST_OTHER_PLUGIN};
    if (other.address() != address) GTEST_SKIP() << "the loader chose another address";
    Symbolizer symbolizer;
    // Even under the name of the other.
    for (const char* const path : {LOCCER_TEST_PLUGIN, LOCCER_TEST_OTHER_PLUGIN}) {
        kept.modules[0].path = path;

        LateResolver resolver{symbolizer, kept.modules};

        const Shown late = shown_by(resolver, address);
        EXPECT_EQ(late.name, "");
        EXPECT_EQ(late.build_id, kept.modules[0].build_id);
    }
}

#endif

}  // namespace
