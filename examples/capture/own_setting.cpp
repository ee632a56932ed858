// SPDX-License-Identifier: MIT
//
// A choice that is part of a log's type and that an integration reads at compile time.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <type_traits>

namespace {

//! [setting]
struct UnitsKind {};

struct MetricUnits {
    using loccer_role = loccer::SettingRole;
    using setting_kind = UnitsKind;
    static constexpr double per_metre = 1.0;
};

struct ImperialUnits {
    using loccer_role = loccer::SettingRole;
    using setting_kind = UnitsKind;
    static constexpr double per_metre = 3.25;
};

struct DepthIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "sonar";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        using Out = std::remove_cvref_t<decltype(out)>;
        using Units = typename Out::template setting<UnitsKind, MetricUnits>;  // metric, unless the log says otherwise
        out.field("depth"_key, 8 * Units::per_metre);
    }
};
//! [setting]

}  // namespace

int main() {
    loccer::Loccer<DepthIntegration, loccer::InMemoryOutput> at_sea;
    at_sea.log_metadata({{"msg", "ping"}});
    expect_newest(at_sea, R"("sonar":{"depth":8)");

    loccer::Loccer<DepthIntegration, ImperialUnits, loccer::InMemoryOutput> on_the_thames;
    on_the_thames.log_metadata({{"msg", "ping"}});
    expect_newest(on_the_thames, R"("sonar":{"depth":26)");
}
