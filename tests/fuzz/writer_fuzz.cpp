// SPDX-License-Identifier: MIT
// The writer, driven by a program of calls in any order: what stands in its storage once all is ended is what two
// parsers accept, or nothing, and it fits.

#include <loccer/json/text_parts.hpp>
#include <loccer/json/writer.hpp>

#include "support.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::json::Writer;
using namespace loccer::literals;
namespace json = loccer::json;

/// Calls of a writer, each told by a byte and what follows it.
class Program {
  public:
    Program(FuzzedDataProvider& bytes, Writer& writer) : bytes_(bytes), writer_(writer) {}

    void run() {
        while (bytes_.remaining_bytes() != 0) step();
        writer_.limit_to(writer_.capacity());
        end_all();
    }

  private:
    void step() {
        switch (bytes_.ConsumeIntegral<std::uint8_t>() % 32) {
            case 0: writer_.null(); break;
            case 1: writer_.boolean(bytes_.ConsumeBool()); break;
            case 2: writer_.integer(bytes_.ConsumeIntegral<std::int64_t>()); break;
            case 3: writer_.unsigned_integer(bytes_.ConsumeIntegral<std::uint64_t>()); break;
            case 4: writer_.number(real<double, std::uint64_t>()); break;
            case 5: writer_.number(real<float, std::uint32_t>()); break;
            case 6: writer_.hexadecimal(bytes_.ConsumeIntegral<std::uint64_t>()); break;
            case 7: writer_.text(any_text()); break;
            case 8: {
                const std::string kept = any_text();
                writer_.text(kept, kept.size() + bytes_.ConsumeIntegral<std::uint16_t>());
                break;
            }
            case 9:
                if (writer_.expects_value()) writer_.plain_text(plain(any_text()));
                break;
            case 10: writer_.redacted(); break;
            case 11: writer_.raw(bytes_.PickValueInArray({"{\"a\":[1,2]}", "[]", "\"text\"", "17", ""})); break;
            case 12: writer_.raw_members(unique_member() + "," + unique_member()); break;
            case 13: writer_.raw_element("{\"element\":1}"); break;
            case 14: writer_.written_member(plain(any_text()).substr(0, Writer::max_key_bytes), "[true]"); break;
            case 15:
            case 16: writer_.begin_object(); break;
            case 17:
            case 18: writer_.begin_array(); break;
            case 19: end(&Writer::end_object); break;
            case 20: end(&Writer::end_array); break;
            case 21: writer_.key(any_text()); break;
            case 22: {
                const std::string kept = any_text();
                writer_.key(kept, kept.size() + bytes_.ConsumeIntegral<std::uint16_t>());
                break;
            }
            case 23: {
                const std::string name = plain(any_text()).substr(0, Writer::max_key_bytes);
                writer_.plain_key(name, json::key_hash(name));
                break;
            }
            case 24: literal_key(); break;
            case 25: writer_.text_member(any_text(), any_text()); break;
            case 26: own_object(); break;
            case 27: writer_.element(); break;
            case 28: writer_.omitted(bytes_.ConsumeIntegral<std::uint32_t>()); break;
            case 29: text_in_parts(); break;
            case 30: mark_or_rewind(); break;
            default:
                // What is open now stays so until the end, where all of the storage may be used.
                if (writer_.depth() == 1 && !writer_.expects_value())
                    writer_.limit_to(bytes_.ConsumeIntegral<std::uint16_t>() % 4096);
                break;
        }
        fuzz::check(writer_.size() <= writer_.capacity(), "more was written than there is room for");
    }

    std::string any_text() {
        std::string text = bytes_.ConsumeRandomLengthString(400);
        if (bytes_.ConsumeBool()) text.append(bytes_.ConsumeIntegral<std::uint8_t>(), 'x');
        return text;
    }
    static std::string plain(std::string text) {
        for (char& byte : text) {
            if (!json::escaping::is_plain(json::byte(byte))) byte = '_';
        }
        return text;
    }
    /// *Returns* the real number of any bits.
    template <class Real, class Bits>
    Real real() {
        return __builtin_bit_cast(Real, bytes_.ConsumeIntegral<Bits>());
    }
    /// A member with a key that no other call makes: a longer one is cut.
    std::string unique_member() {
        return '"' + std::string(Writer::max_key_bytes + 1, 'r') + std::to_string(++unique_) + "\":null";
    }

    void literal_key() {
        switch (bytes_.ConsumeIntegral<std::uint8_t>() % 4) {
            case 0: writer_.key("a"_key); break;
            case 1: writer_.key("a_key_whose_block_is_longer_than_what_is_copied_at_once"_key); break;
            case 2: writer_.text_member("b"_key, any_text()); break;
            default: writer_.text_member("a \"key\"\n"_key, any_text()); break;
        }
    }
    void own_object() {
        if (!writer_.begin_object()) return;
        if (writer_.own_key("own"_key)) writer_.text(any_text());
        writer_.own_text("own_text"_key, any_text());
        if (writer_.own_key("another_of_its_own"_key)) writer_.null();
        writer_.end_object();
    }
    void text_in_parts() {
        json::TextParts parts{writer_};
        while (bytes_.ConsumeBool()) {
            if (bytes_.ConsumeBool()) parts.show(any_text());
            else parts.mark("[REDACTED]");
        }
        parts.end(bytes_.ConsumeIntegral<std::uint32_t>(), bytes_.ConsumeBool());
    }
    /// Nothing is taken back to where something was open that has been ended meanwhile.
    void mark_or_rewind() {
        if (bytes_.ConsumeBool()) return marks_.push_back(writer_.mark());
        if (marks_.empty()) return;
        const auto to = bytes_.ConsumeIntegral<std::uint8_t>() % marks_.size();
        const std::size_t size = marks_[to].cursor == nullptr ? 0 : size_at(marks_[to]);
        writer_.rewind(marks_[to]);
        fuzz::check(writer_.size() == size, "it was taken back to another place");
        marks_.resize(to + 1);
    }
    [[nodiscard]] std::size_t size_at(const Writer::Mark& mark) const {
        return writer_.size() - static_cast<std::size_t>(writer_.mark().cursor - mark.cursor);
    }
    void end(void (Writer::*function)()) {
        (writer_.*function)();
        std::erase_if(marks_, [&](const Writer::Mark& mark) { return mark.depth > writer_.depth(); });
    }
    void end_all() {
        // What is open is an object or an array; ending both ways ends the right one.
        while (writer_.depth() != 0) {
            const std::size_t depth = writer_.depth();
            writer_.end_array();
            if (writer_.depth() == depth) writer_.end_object();
            fuzz::check(writer_.depth() + 1 == depth, "what is open can't be ended");
        }
    }

    FuzzedDataProvider& bytes_;
    Writer& writer_;
    std::vector<Writer::Mark> marks_;
    std::size_t unique_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider bytes(data, size);
    const std::size_t capacity = bytes.ConsumeIntegralInRange<std::size_t>(0, 4000);
    const std::unique_ptr<char[]> storage{new char[capacity]};
    Writer writer{{storage.get(), capacity}};

    Program(bytes, writer).run();

    fuzz::check(writer.size() <= capacity, "more was written than there is room for");
    if (writer.size() != 0) (void)fuzz::checked(writer.view());
    return 0;
}
