// SPDX-License-Identifier: MIT
#include <loccer/trace/known_types.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <typeinfo>
#include <vector>

namespace {

using loccer::trace::find_base;
using loccer::trace::known_types;
using loccer::trace::KnownBase;
using loccer::trace::KnownTypes;
using loccer::trace::readable_type;
using loccer::trace::Thrown;
using loccer::trace::thrown_of;
using loccer::trace::TypeFacts;

struct Padding {
    long value = 1;

    virtual ~Padding() = default;
};
struct Late : Padding, std::runtime_error {
    Late() : std::runtime_error("late") {}
};
struct Left : virtual std::exception {};
struct Right : virtual std::exception {};
struct Diamond : Padding, Left, Right {};
struct Hidden : private std::runtime_error {
    Hidden() : std::runtime_error("hidden") {}
};
struct Disk : std::system_error, std::nested_exception {
    Disk() : std::system_error(5, std::generic_category()) {}
};

/// *Returns* what find_base() says, asked twice.
void* found(const Thrown& thrown, KnownBase base) {
    void* const first = find_base(thrown, base);
    EXPECT_EQ(find_base(thrown, base), first);
    return first;
}

TEST(FindBase, FindsWhatACastFinds) {
    const std::exception_ptr late = std::make_exception_ptr(Late());
    const std::exception_ptr diamond = std::make_exception_ptr(Diamond());
    const std::exception_ptr disk = std::make_exception_ptr(Disk());
    const auto object = [](const std::exception_ptr& pointer, auto* typed) {
        return static_cast<decltype(typed)>(thrown_of(pointer).subject);
    };

    EXPECT_EQ(found(thrown_of(late), KnownBase::exception),
              static_cast<std::exception*>(object(late, static_cast<Late*>(nullptr))));
    EXPECT_EQ(found(thrown_of(diamond), KnownBase::exception),
              static_cast<std::exception*>(object(diamond, static_cast<Diamond*>(nullptr))));
    Disk* const thrown_disk = object(disk, static_cast<Disk*>(nullptr));
    EXPECT_EQ(found(thrown_of(disk), KnownBase::exception), static_cast<std::exception*>(thrown_disk));
    EXPECT_EQ(found(thrown_of(disk), KnownBase::system_error), static_cast<std::system_error*>(thrown_disk));
    EXPECT_EQ(found(thrown_of(disk), KnownBase::nested_exception), static_cast<std::nested_exception*>(thrown_disk));
}

TEST(FindBase, FindsNothingWhereThereIsNone) {
    const std::exception_ptr number = std::make_exception_ptr(1);
    const std::exception_ptr hidden = std::make_exception_ptr(Hidden());
    const std::exception_ptr error = std::make_exception_ptr(std::runtime_error(""));

    EXPECT_EQ(found(thrown_of(number), KnownBase::exception), nullptr);
    EXPECT_EQ(found(thrown_of(hidden), KnownBase::exception), nullptr);
    EXPECT_EQ(found(thrown_of(error), KnownBase::system_error), nullptr);
    EXPECT_EQ(found(thrown_of(error), KnownBase::nested_exception), nullptr);
    EXPECT_EQ(find_base({}, KnownBase::exception), nullptr);
}

TEST(FindBase, LooksAtEachPointeeAnew) {
    // The pointer's type is that of a part, which lies elsewhere in each.
    Diamond diamond;
    Left left;
    const std::exception_ptr to_part = std::make_exception_ptr(static_cast<Left*>(&diamond));
    const std::exception_ptr to_whole = std::make_exception_ptr(&left);

    EXPECT_EQ(found(thrown_of(to_part), KnownBase::exception), static_cast<std::exception*>(&diamond));
    EXPECT_EQ(found(thrown_of(to_whole), KnownBase::exception), static_cast<std::exception*>(&left));
}

TEST(ReadableType, IsTheNameInTheSource) {
    std::array<char, 64> spare;
    const std::exception_ptr error = std::make_exception_ptr(std::out_of_range(""));

    EXPECT_EQ(readable_type(thrown_of(error), spare), "std::out_of_range");
    EXPECT_EQ(readable_type(thrown_of(error), spare), "std::out_of_range");
    EXPECT_EQ(readable_type(thrown_of(std::make_exception_ptr(1)), spare), "int");
}

TEST(KnownTypes, RemembersATypeOfTheExecutable) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    const std::exception_ptr late = std::make_exception_ptr(Late());

    const TypeFacts* const facts = known_types.facts_of(thrown_of(late));

    ASSERT_NE(facts, nullptr);
    EXPECT_EQ(known_types.facts_of(thrown_of(late)), facts);
    EXPECT_EQ(facts->offsets[1], TypeFacts::no_base);
}

TEST(KnownTypes, KeepsNothingOfATypeThatMayBeGoneLater) {
    // No module holds this type_info.
    struct Place {
        alignas(std::type_info) std::array<unsigned char, 64> bytes;
    };
    const auto place = std::make_unique<Place>();
    std::memcpy(place->bytes.data(), static_cast<const void*>(&typeid(Padding)), sizeof(std::type_info));
    Padding padding;

    KnownTypes types;
    EXPECT_EQ(types.facts_of({reinterpret_cast<const std::type_info*>(place->bytes.data()), &padding}), nullptr);
}

TEST(KnownTypes, AreTheSameForAllThreads) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    const std::exception_ptr errors[] = {std::make_exception_ptr(Late()), std::make_exception_ptr(Disk()),
                                         std::make_exception_ptr(1), std::make_exception_ptr(std::bad_alloc())};
    KnownTypes types;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 1000; ++round) {
                for (const std::exception_ptr& error : errors) {
                    const TypeFacts* const facts = types.facts_of(thrown_of(error));
                    if (facts != nullptr && facts->readable.empty()) ADD_FAILURE();
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    for (const std::exception_ptr& error : errors) EXPECT_NE(types.facts_of(thrown_of(error)), nullptr);
}

TEST(KnownTypes, FindWhatWasLearnedAndNothingElse) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    const auto types = std::make_unique<KnownTypes>();
    const std::exception_ptr late = std::make_exception_ptr(Late());
    const Thrown thrown = thrown_of(late);
    EXPECT_EQ(types->find(thrown.type), nullptr);

    const TypeFacts* const facts = types->facts_of(thrown);

    ASSERT_NE(facts, nullptr);
    EXPECT_EQ(types->find(thrown.type), facts);
    EXPECT_EQ(types->find(&typeid(int*)), nullptr);
    EXPECT_EQ(types->find(nullptr), nullptr);
}

TEST(TypeFacts, TellWhatHasANameAlone) {
    if (!loccer::trace::modules::HasFindObject<>) GTEST_SKIP();
    const auto has_name_alone = [](const std::exception_ptr& pointer) {
        const TypeFacts* const facts = known_types.facts_of(thrown_of(pointer));
        return facts != nullptr && facts->has_name_alone();
    };

    EXPECT_TRUE(has_name_alone(std::make_exception_ptr(Late())));
    EXPECT_TRUE(has_name_alone(std::make_exception_ptr(Padding())));
    EXPECT_FALSE(has_name_alone(std::make_exception_ptr(Disk())));
}

}  // namespace
