using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Interchange.Codings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A transcript with its codings as a file: Word with comments, one HTML page, or PDF.</summary>
public static class CodedTranscriptFiles
{
    private static readonly ExportColumn[] Columns = [new("Speaker"), new("Words"), new("Codes", IsLabel: true), new("Remarks"), new("Coders", IsScanned: false)];

    public static void MapCodedTranscripts(this WebApplication app)
    {
        app.MapGet("/studies/{id:guid}/transcripts/{transcript:guid}/coded.docx", (Guid id, Guid transcript, HttpContext http, ReadCodedTranscript read, IExportGate gate) =>
            LeaveAsync("docx", FileLeaving.Docx, CodedDocument.Write, id, transcript, http, read, gate)).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/transcripts/{transcript:guid}/coded.html", (Guid id, Guid transcript, HttpContext http, ReadCodedTranscript read, IExportGate gate) =>
            LeaveAsync("html", "text/html; charset=utf-8", CodedPage.Write, id, transcript, http, read, gate)).RequireAuthorization();
        app.MapGet("/studies/{id:guid}/transcripts/{transcript:guid}/coded.pdf", (Guid id, Guid transcript, HttpContext http, ReadCodedTranscript read, IExportGate gate) =>
            LeaveAsync("pdf", "application/pdf", CodedPdf.Write, id, transcript, http, read, gate)).RequireAuthorization();
    }

    /// <summary>What the gate looks through: all that the file says, a turn a row.</summary>
    public static Export Of(CodedTranscript transcript, string ending) => new(
        ExportedList.CodedTranscript, "Coded transcript", $"Coded transcript.{ending}", Columns,
        [.. transcript.Turns.Select((turn, at) =>
        {
            var on = transcript.Codings.Where(c => c.Segment.Overlaps(turn.Segment)).ToList();
            return (IReadOnlyList<string>)
            [
                turn.Speaker, transcript.Words[turn.Segment.Start..turn.Segment.End], string.Join("; ", on.Select(c => c.Code)), string.Join("\n", on.SelectMany(c => c.Remarks)), string.Join("; ", on.Select(c => c.Coder)),
            ];
        }).Append([ "", transcript.Heading, "", "", ""])]);

    private static async Task<IResult> LeaveAsync(string ending, string type, Func<CodedTranscript, byte[]> write, Guid id, Guid transcript, HttpContext http, ReadCodedTranscript read, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var studyId = new StudyId(id);
        if ((await read.RunAsync(me, studyId, new TranscriptId(transcript), http.RequestAborted)).IsRefused(out _, out var coded)) return Results.NotFound();
        return await gate.LeaveAsync(me, studyId, Of(coded, ending), type, _ => write(coded), http.RequestAborted);
    }
}
