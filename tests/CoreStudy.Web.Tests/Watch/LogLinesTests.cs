using System.Globalization;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Serilog.Events;
using Serilog.Parsing;

namespace CoreStudy.Web.Tests.Watch;

/// <summary>What was thrown is written to the log without words that somebody typed, whoever put them into its message.</summary>
public sealed class LogLinesTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Typed = "Philippa Ravensworth";

    [Fact]
    public async Task What_the_database_threw_is_told_by_its_code_and_never_by_what_it_was_given()
    {
        var cast = await ThrownAsync(() => Db.Database.ExecuteSqlRawAsync("select {0}::int", [Typed], Cancel));
        var regex = await ThrownAsync(() => Db.Database.ExecuteSqlRawAsync("select 'a' ~ {0}", [$"({Typed}"], Cancel));
        Db.Participants.Add(StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), "PSW-01", "Peer support worker")));
        Db.Participants.Add(StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), "PSW-01", "Peer support worker")));
        var twice = await ThrownAsync(() => Db.SaveChangesAsync(Cancel));

        Assert.Contains("22P02", Line(cast), StringComparison.Ordinal);
        Assert.Contains("2201B", Line(regex), StringComparison.Ordinal);
        Assert.Contains("23505", Line(twice), StringComparison.Ordinal);
        Assert.Contains(Typed, cast.ToString(), StringComparison.Ordinal); // it was there to be told
        Assert.All([cast, regex, twice], thrown => AssertClean(Line(thrown)));
        Assert.DoesNotContain("PSW-01", Line(twice), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_program_itself_threw_is_told_by_its_kind_and_its_place()
    {
        Exception[] thrown =
        [
            Thrown(() => int.Parse(Typed, CultureInfo.InvariantCulture)), Thrown(() => new Dictionary<string, int>()[Typed].ToString(CultureInfo.InvariantCulture)),
            Thrown(() => throw new ArgumentException($"No such person: {Typed}", nameof(Typed))), new AggregateException(new FormatException(Typed), new KeyNotFoundException(Typed)),
        ];

        Assert.All(thrown, one => AssertClean(Line(one)));
        Assert.Contains("System.FormatException", Line(thrown[0]), StringComparison.Ordinal);
        Assert.Contains(nameof(LogLinesTests), Line(thrown[0]), StringComparison.Ordinal);
        Assert.Contains("System.Collections.Generic.KeyNotFoundException", Line(thrown[3]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_tells_of_machines_is_told_whole()
    {
        var full = new IOException("No space left on device");

        Assert.Contains("No space left on device", Line(new InvalidOperationException("It could not be kept.", full)), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_request_went_is_not_told()
    {
        var told = new LogEvent(StudyBuilder.At, LogEventLevel.Warning, null, new MessageTemplateParser().Parse("It took long."), [new LogEventProperty("RequestPath", new ScalarValue("/join/secret-of-a-link")), new LogEventProperty("RequestId", new ScalarValue("0HN1"))]);
        using var line = new StringWriter();

        Site.LogLines.Format(told, line);

        Assert.DoesNotContain("secret", line.ToString(), StringComparison.Ordinal);
        Assert.Contains("0HN1", line.ToString(), StringComparison.Ordinal);
    }

    /// <summary>As Entity Framework tells it: once as what was thrown, and once more written out.</summary>
    private static string Line(Exception thrown)
    {
        var told = new LogEvent(
            StudyBuilder.At, LogEventLevel.Error, thrown, new MessageTemplateParser().Parse("An exception occurred.{newline}{error}"),
            [new LogEventProperty("newline", new ScalarValue("\n")), new LogEventProperty("error", new ScalarValue(thrown.ToString()))]);
        using var line = new StringWriter();
        Site.LogLines.Format(told, line);
        return line.ToString();
    }

    private static void AssertClean(string line)
    {
        Assert.DoesNotContain("Philippa", line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Ravensworth", line, StringComparison.OrdinalIgnoreCase);
    }

    private static Exception Thrown(Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }

    private static async Task<Exception> ThrownAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }
}
