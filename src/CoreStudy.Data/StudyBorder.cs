using System.Data.Common;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace CoreStudy.Data;

/// <summary>What the database keeps the work of now to.</summary>
/// <param name="Study">Nothing of others is seen.</param>
/// <param name="Reader">Whose work it is: what a blind round hides from them is not seen; null where it is nobody's in particular.</param>
/// <param name="Follows">Whether the reader's role may follow blind rounds.</param>
public readonly record struct Bounds(StudyId Study, MemberId? Reader, bool Follows);

/// <summary>
/// Which study the work of now is about, and who reads, so that the database itself keeps to it: a second wall behind the filters of queries.
/// </summary>
/// <remarks>
/// Whoever asks for permission opens it, for the use case that asked and what that calls, and not for who called the use case. Each <see cref="StudyDb"/> made after that tells
/// its connections, in the settings <c>corestudy.study</c>, <c>corestudy.reader</c> and <c>corestudy.follows</c>. The policies of tables with words (migration <c>AddSessionsAndBorders</c>) show rows
/// of that study alone, and those of tables with coders' work (migration <c>PutBlindRoundsBehindTheWall</c>) nothing that <c>Visibility.BlindTo</c> hides; <see cref="StudyDb.ForEverybodyAsync"/> lifts the latter. Work that asks nobody, such as
/// jobs and the vault's, has no border. It stands against a forgotten filter; SQL that somebody smuggles in could take the settings away.
/// </remarks>
public sealed class StudyBorder
{
    private static readonly AsyncLocal<StudyBorder?> Current = new();
    private readonly StudyBorder? _around;
    private Bounds? _bounds;
    private bool _isShut;

    private StudyBorder(StudyBorder? around) => _around = around;

    /// <summary>What the work of now is kept to; no study's id where permission was refused, null where none was asked for.</summary>
    public static Bounds? Here => Current.Value?.Bounds;

    private Bounds? Bounds => _bounds ?? _around?.Bounds ?? (_isShut ? default(Bounds) : null);

    /// <summary>Puts up a border, still open, around what the caller does from here on. To be called from code that is not itself <c>async</c>, so that it holds for the caller.</summary>
    public static StudyBorder PutUp() => Current.Value = new StudyBorder(Current.Value);

    /// <summary>This member may do something in their study: nothing of others is seen, nor what blind rounds hide from them.</summary>
    public void Close(Member reader) => _bounds = new(reader.StudyId, reader.Id, reader.May(Operation.FollowBlindRounds));

    /// <summary>Somebody may not do what they asked: where no border stood before, nothing of any study is seen.</summary>
    public void Shut() => _isShut = true;
}

/// <summary>Tells each connection what its context is kept to. The pool takes the settings back when a connection returns.</summary>
internal sealed class StudyBorderGuard : DbConnectionInterceptor
{
    public static StudyBorderGuard Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (Setting(connection, eventData) is not { } setting) return;
        using (setting) setting.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Setting(connection, eventData) is not { } setting) return;
        await using (setting) await setting.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand? Setting(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (eventData.Context is not StudyDb { Border: { } bounds } db) return null;
        db.HasToldItsConnections = true;
        var command = connection.CreateCommand();
        command.CommandText = bounds.Reader is { } reader // ids: nothing of it was typed
            ? $"select set_config('corestudy.study', '{bounds.Study.Value:D}', false), set_config('corestudy.reader', '{reader.Value:D}', false), set_config('corestudy.follows', '{(bounds.Follows ? "true" : "false")}', false)"
            : $"set corestudy.study = '{bounds.Study.Value:D}'";
        return command;
    }
}

/// <summary>The reader's part of the border, lifted from one context until it is disposed.</summary>
internal sealed class LiftedReader : IAsyncDisposable
{
    private readonly StudyDb _db;

    private LiftedReader(StudyDb db) => _db = db;

    public static async Task<LiftedReader> LiftAsync(StudyDb db, CancellationToken cancel)
    {
        if (db.Lifted++ == 0) await TellAsync(db, null, cancel);
        return new LiftedReader(db);
    }

    public async ValueTask DisposeAsync()
    {
        if (--_db.Lifted > 0 || _db.Border?.Reader is not { } reader) return;
        try
        {
            await TellAsync(_db, reader, CancellationToken.None);
        }
        catch (PostgresException broken) when (broken.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            // The transaction failed: with it PostgreSQL takes back that the reader was lifted, and what went wrong is on its way already.
        }
    }

    /// <summary>Tells a connection that is open and knows a reader; one that is opened later is told by the guard.</summary>
    private static async Task TellAsync(StudyDb db, MemberId? reader, CancellationToken cancel)
    {
        if (!db.HasToldItsConnections || db.Database.GetDbConnection() is not { State: System.Data.ConnectionState.Open } connection) return;
        await using var command = connection.CreateCommand();
        command.CommandText = $"set corestudy.reader = '{reader?.Value:D}'";
        await command.ExecuteNonQueryAsync(cancel);
    }
}
