using System.Data.Common;
using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CoreStudy.Data;

/// <summary>
/// Which study the work of now is about, so that the database itself keeps to it: a second wall behind the filters of queries.
/// </summary>
/// <remarks>
/// Whoever asks for permission opens it, for the use case that asked and what that calls, and not for who called the use case. Each <see cref="StudyDb"/> made after that tells
/// its connections the study, in the setting <c>corestudy.study</c>, and the policies of tables with words (migration <c>AddSessionsAndBorders</c>) show rows of that study alone. Work that asks nobody, such as
/// jobs and the vault's, has no border. It stands against a forgotten filter; SQL that somebody smuggles in could take the setting away.
/// </remarks>
public sealed class StudyBorder
{
    private static readonly AsyncLocal<StudyBorder?> Current = new();
    private readonly StudyBorder? _around;
    private StudyId? _study;
    private bool _isShut;

    private StudyBorder(StudyBorder? around) => _around = around;

    /// <summary>The study that the work of now is about; no study's id where permission was refused, null where none was asked for.</summary>
    public static StudyId? Here => Current.Value?.Study;

    private StudyId? Study => _study ?? _around?.Study ?? (_isShut ? default(StudyId) : null);

    /// <summary>Puts up a border, still open, around what the caller does from here on. To be called from code that is not itself <c>async</c>, so that it holds for the caller.</summary>
    public static StudyBorder PutUp() => Current.Value = new StudyBorder(Current.Value);

    /// <summary>Somebody may do something in this study: nothing of others is seen.</summary>
    public void Close(StudyId study) => _study = study;

    /// <summary>Somebody may not do what they asked: where no border stood before, nothing of any study is seen.</summary>
    public void Shut() => _isShut = true;
}

/// <summary>Tells each connection which study its context is about. The pool takes the setting back when a connection returns.</summary>
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
        if ((eventData.Context as StudyDb)?.Border is not { } study) return null;
        var command = connection.CreateCommand();
        command.CommandText = $"set corestudy.study = '{study.Value:D}'"; // a guid: nothing of it was typed
        return command;
    }
}
