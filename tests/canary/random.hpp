// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_RANDOM_HPP
#define LOCCER_TESTS_CANARY_RANDOM_HPP

// Random texts from a fixed seed: what leaks in one run leaks in the next.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace canary {

inline constexpr std::string_view digits = "0123456789";
inline constexpr std::string_view small_hex_digits = "0123456789abcdef";
inline constexpr std::string_view letters_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// *Source* Steele, Lea, Flood: Fast splittable pseudorandom number generators (SplitMix64).
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t mixed = state_ += 0x9E37'79B9'7F4A'7C15U;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
        return mixed ^ (mixed >> 31U);
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    std::string text(std::size_t size, std::string_view alphabet = letters_and_digits) {
        std::string text(size, '\0');
        for (char& character : text) character = alphabet[below(alphabet.size())];
        return text;
    }

  private:
    std::uint64_t state_;
};

/// *Returns* a card number of 16 digits. *Source* ISO/IEC 7812-1, annex B (Luhn).
inline std::string card_number(Random& random) {
    std::string number = random.below(2) == 0 ? "4" : "5" + random.text(1, "12345");
    number += random.text(15 - number.size(), digits);
    unsigned sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        unsigned digit = static_cast<unsigned>(number[i] - '0');
        if (i % 2 == 0 && (digit *= 2) > 9) digit -= 9;
        sum += digit;
    }
    return number + static_cast<char>('0' + (10 - sum % 10) % 10);
}

/// *Returns* a German account number of 22 characters. *Source* ISO 13616-1, 6 (check digits).
inline std::string iban(Random& random) {
    const std::string account = random.text(18, digits);
    unsigned remainder = 0;
    for (const char digit : account + "131400") remainder = (remainder * 10 + static_cast<unsigned>(digit - '0')) % 97;
    const unsigned check = 98 - remainder;
    return "DE" + std::string(check < 10 ? "0" : "") + std::to_string(check) + account;
}

/// *Returns* an address of IPv4. *Source* RFC 791, 2.3.
inline std::string ip_address(Random& random) {
    std::string address = std::to_string(1 + random.below(223));
    for (int group = 0; group < 3; ++group) address += "." + std::to_string(random.below(256));
    return address;
}

/// *Returns* a social security number of the United States, none of whose groups is zero.
inline std::string social_security_number(Random& random) {
    return std::to_string(100 + random.below(500)) + "-" + random.text(2, "123456789") + "-" +
           random.text(4, "123456789");
}

/// *Returns* `text` in groups.
inline std::string grouped(std::string_view text, char separator, std::size_t size = 4) {
    std::string groups;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i != 0 && i % size == 0) groups += separator;
        groups += text[i];
    }
    return groups;
}

}  // namespace canary

#endif
