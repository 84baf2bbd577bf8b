using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Data;

/// <summary>How every <see cref="StudyDb"/> reaches PostgreSQL.</summary>
public static class StudyDbOptions
{
    public static DbContextOptionsBuilder UseStudyDb(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .UseSnakeCaseNamingConvention().AddInterceptors(StudyBorderGuard.Instance);

    /// <summary>Options of their own, for tools and tests.</summary>
    public static DbContextOptions<StudyDb> For(string connectionString) =>
        (DbContextOptions<StudyDb>)new DbContextOptionsBuilder<StudyDb>()
            .UseStudyDb(connectionString).UseApplicationServiceProvider(IdentityAlone).Options;

    /// <summary>The same on a connection that is open, such as one with a transaction; the context leaves it open.</summary>
    public static DbContextOptions<StudyDb> For(DbConnection connection) =>
        (DbContextOptions<StudyDb>)new DbContextOptionsBuilder<StudyDb>()
            .UseNpgsql(connection, npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).UseSnakeCaseNamingConvention()
            .UseApplicationServiceProvider(IdentityAlone).Options;

    /// <summary>Identity's tables with passkeys; the same setting must stand wherever a <see cref="StudyDb"/> is made.</summary>
    public static void UsePasskeySchema(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    private static readonly ServiceProvider IdentityAlone =
        new ServiceCollection().Configure<IdentityOptions>(UsePasskeySchema).BuildServiceProvider();
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a server.</summary>
public sealed class StudyDbDesign : IDesignTimeDbContextFactory<StudyDb>
{
    public StudyDb CreateDbContext(string[] args) => new(StudyDbOptions.For("Host=/nowhere;Database=corestudy"));
}
