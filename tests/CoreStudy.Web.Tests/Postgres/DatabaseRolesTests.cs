using CoreStudy.Data.Postgres;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Postgres;

public sealed class DatabaseRolesTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task Whoever_holds_a_row_and_is_gone_without_a_word_is_found_out_within_half_a_minute()
    {
        await DatabaseRoles.EnsureAsync(ConnectionString, "corestudy_tests", ("tests", "tests"), Cancel); // as each start of the site does

        foreach (var role in new[] { "corestudy_tests_app", "corestudy_tests_vault" })
        {
            var set = await Db.Database.SqlQuery<string>($"select unnest(rolconfig) as \"Value\" from pg_roles where rolname = {role}").ToDictionaryAsync(s => s.Split('=')[0], s => int.Parse(s.Split('=')[1], null), Cancel);
            Assert.InRange(set["tcp_keepalives_idle"] + (set["tcp_keepalives_interval"] * set["tcp_keepalives_count"]), 1, 30);
            Assert.InRange(set["tcp_user_timeout"], 1, 30_000);
        }
    }
}
