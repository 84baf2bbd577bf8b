using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts.Documents;

internal static class Printed
{
    public static TranscriptDraft Of(ReadOnlyMemory<byte> content, CancellationToken cancel) => throw new UnreadableFileException("{0} later" + content.Length + cancel.IsCancellationRequested);
}
