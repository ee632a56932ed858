// SPDX-License-Identifier: MIT
//
// A log for a clinic: what its type removes, what it says of its own rules, and what a record looks like.
//
// Usage: clinic_log          prints one record
//        clinic_log rules    prints the rules

#include <loccer/loccer.hpp>
#include <loccer/pipeline/describe.hpp>
#include <loccer/redactions/path.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/email.hpp>

#include <cstddef>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

//! [kind]
// Numbers of patients, `P-1234567`, wherever in a text they stand.
struct PatientNumber {
    static constexpr std::string_view name = "numbers of patients";
    static constexpr loccer::redactions::ByteSet anchors{"P"};

    static loccer::Span find_at(const loccer::Text& text, std::size_t anchor, std::size_t /*from*/) noexcept {
        const std::string_view rest = text.bytes.substr(anchor, 9);
        if (rest.size() < 9 || rest[1] != '-') return {};
        for (const char digit : rest.substr(2)) {
            if (digit < '0' || digit > '9') return {};
        }
        return {anchor, anchor + rest.size()};
    }
};
//! [kind]

//! [type]
using ClinicLog = loccer::Loccer<loccer::KeyRedaction<"patient", loccer::Word<"ward">>,  // whose and where
                                 loccer::SafeKeys<"patient_count">,                      // but how many is no secret
                                 loccer::ValueRedaction<loccer::Email, PatientNumber>,   // in texts
                                 loccer::PathRedaction<>,                                // who works here
                                 loccer::InMemoryOutput>;
//! [type]

//! [check]
static_assert(loccer::redacts_key<ClinicLog>("patient_name"));
static_assert(loccer::redacts_key<ClinicLog>("wardNo"));
static_assert(!loccer::redacts_key<ClinicLog>("patient_count"));
static_assert(!loccer::redacts_key<ClinicLog>("reward"));
//! [check]

bool shows(std::string_view text, std::string_view wanted) {
    const std::string shown = loccer::redacted_text<ClinicLog>(text);
    if (shown == wanted) return true;
    std::cerr << "shown: " << shown << "\nnot:   " << wanted << '\n';
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "rules") {
        //! [describe]
        std::cout << loccer::describe<ClinicLog>();
        //! [describe]
        return 0;
    }

    //! [texts]
    const bool as_wanted =
        shows("no bed for P-1234567", "no bed for [REDACTED]") &&
        shows("login failed: user=ada password=hunter2", "login failed: user=ada password=[REDACTED]") &&
        shows("GET https://ada:s3cr3t@db1/beds?token=x7Zq", "GET https://[REDACTED]@db1/beds?token=[REDACTED]");
    //! [texts]

    //! [record]
    ClinicLog log;
    const std::map<std::string, std::string> request{{"Authorization", "Basic YWRhOnMzY3IzdA=="}, {"path", "/beds"}};
    const loccer::Sensitive<std::string> note("allergic to nothing");
    const int patient_count = 31;
    LOCCER_SUPPRESS(log, request, note, patient_count) {
        throw std::runtime_error("no bed for P-1234567, mail went to ward3@clinic.example");
    };
    //! [record]

    const auto records = log.get<loccer::InMemoryOutput>().records();
    for (const std::string& record : records) std::cout << record << '\n';
    bool leaks = records.size() != 1;
    for (const std::string_view secret : {"1234567", "clinic.example", "YWRhOnMz", "allergic"}) {
        if (records.front().find(secret) != std::string::npos) leaks = true;
    }
    return as_wanted && !leaks ? 0 : 1;
}
