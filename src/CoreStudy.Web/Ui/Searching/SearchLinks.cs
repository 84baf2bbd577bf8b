using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Ui.Searching;

/// <summary>Ways into search from other screens.</summary>
public static class SearchLinks
{
    /// <summary>Turns that are like a passage.</summary>
    /// <param name="segment">In the transcript as it is now, in UTF-16 code units.</param>
    public static string Like(StudyId studyId, TranscriptId transcriptId, Segment segment) =>
        $"/studies/{studyId.Value}/search/like?transcript={transcriptId.Value}&from={segment.Start}&to={segment.End}";

    /// <summary>A word as it stands, in a concordance.</summary>
    public static string Word(StudyId studyId, string word) => $"/studies/{studyId.Value}/search?q={Uri.EscapeDataString($"\"{word}\"")}";
}
