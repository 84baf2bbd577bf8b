using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>Takes in what was typed of a recording, by the same rules as a file. Who may transcribe it may hand it to the admins; to let it past them takes the right to import.</summary>
public sealed class TakeTypedTranscript(ImportTranscript import, ImportIdentifiable importIdentifiable) : ITakenTranscripts
{
    public Task<Result<TranscriptId>> TakeAsync(AccountId me, TypedTranscript typed, Func<StudyDb, Transcript, Task> also, CancellationToken cancel)
    {
        var file = new ReadFile(typed.Draft, typed.Hash);
        return typed.IsIdentifiable
            ? importIdentifiable.RunTypedAsync(me, typed.RecordingId, typed.InterviewId, typed.Title, file, typed.Speakers, also, cancel)
            : import.RunAsync(me, typed.InterviewId, typed.Title, file, typed.Speakers, typed.IsOpen, cancel, also);
    }
}

public static class TranscriptServices
{
    public static IServiceCollection AddTranscripts(this IServiceCollection services) => services.AddTransient<ITakenTranscripts, TakeTypedTranscript>();
}
