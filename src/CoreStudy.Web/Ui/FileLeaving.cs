using CoreStudy.Domain;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Ui;

/// <summary>How a table that was asked for by its address leaves: through the gate, as a file of some kind.</summary>
public static class FileLeaving
{
    public const string Csv = "text/csv; charset=utf-8";

    /// <summary>A workbook of Excel.</summary>
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A document of Word.</summary>
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>What a thing is called, as a part of a file's name: letters, digits, spaces, commas and hyphens, with a hyphen for all else.</summary>
    public static string NameOf(string name) => new([.. name.Select(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or ',' ? c : '-')]);

    /// <summary>The short name of a study in a file's name: letters and digits, with a hyphen for all else, so that no shell wants it quoted.</summary>
    public static string ShortNameOf(string name) => new([.. name.Select(c => char.IsLetterOrDigit(c) ? c : '-')]);

    /// <summary>The file, where it may leave; the page that tells why not, where it may not.</summary>
    /// <param name="type">What kind of file it is, as HTTP calls it.</param>
    /// <param name="write">Makes the file of the table that may leave, in which small groups are held back.</param>
    public static async Task<IResult> LeaveAsync(this IExportGate gate, AccountId me, StudyId studyId, Export export, string type, Func<Export, byte[]> write, CancellationToken cancel)
    {
        if ((await gate.AskAsync(me, studyId, export, cautioned: false, cancel)).IsRefused(out _, out var outcome)) return Results.NotFound();
        return outcome.File is { } file ? Results.File(write(file), type, file.FileName) : Results.LocalRedirect(StudyAddress.Stopped(studyId, outcome));
    }
}
