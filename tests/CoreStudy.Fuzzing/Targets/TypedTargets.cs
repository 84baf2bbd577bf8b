using CoreStudy.Anonymisation;
using CoreStudy.Domain;
using CoreStudy.Domain.Queries;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Commands;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Features.Queries;
using CoreStudy.Web.Ui.Passages;
using static System.Text.Encoding;

namespace CoreStudy.Fuzzing.Targets;

/// <summary>Texts that are not files of people’s: addresses, questions that were kept, searches, and what the command line reads.</summary>
internal static class TypedTargets
{
    private const string Id = "00000000-0000-4000-8000-000000000001";

    public static IReadOnlyList<Target> All { get; } =
    [
        new("address", Addresses, file => Address(UTF8.GetString(file))),
        new("query", Questions, file => Question(UTF8.GetString(file))),
        new("search", () => new[] { "bus OR train -car", "\"two words\" pe* supervisr~ AND it", "naïve café −x “a b”" }.Select(UTF8.GetBytes), file => Search(UTF8.GetString(file))),
        new("detect", () => new[] { $$"""{"id":"1","text":"My name is Ada Smith, I was born on 3 May 1970 in Leeds and my number is 07700 900123."}""", """{"id":"2","text":"Write to ada@example.org, LS1 4AP, or 943 476 5919; QQ123456C. I am \ud83d\ude00 forty-two."}""" }.Select(UTF8.GetBytes), file => Detect(UTF8.GetString(file))),
        new("agreement", Vectors, file => Target.Refused(AgreementVectors.Answer(UTF8.GetString(file), null, CancellationToken.None))),
    ];

    /// <summary>What the screens and the API read out of an address, and that it is read the same again once it has been written.</summary>
    private static Refusal? Address(string query)
    {
        var filter = PassageAddress.Read(query);
        Promise.Storable(filter);
        Promise.That(PassageAddress.Query(PassageAddress.Read(PassageAddress.Query(filter))) == PassageAddress.Query(filter), "a filter is another once it has been an address");
        var retrieval = RetrievalAddress.Read(query);
        Promise.Storable(retrieval);
        Promise.That(RetrievalAddress.Read(retrieval.Query).Query == retrieval.Query, "what the page of passages shows is another once it has been an address");
        var matrix = MatrixAsk.Read(query);
        Promise.Storable(matrix);
        Promise.That(MatrixAsk.Read(matrix.Query()).Query() == matrix.Query(), "a matrix is another once it has been an address");
        var picture = PictureAsk.Read(query);
        Promise.Storable(picture);
        Promise.That(PictureAsk.Read(picture.Query()).Query() == picture.Query(), "a picture is another once it has been an address");
        var quotes = QuoteFilter.Read(query);
        Promise.Storable(quotes);
        Promise.That(QuoteFilter.Read(quotes.Query) == quotes, "a filter of quotes is another once it has been an address");
        return null;
    }

    /// <summary>A question that is kept comes with the archive of a study, and so from outside.</summary>
    private static Refusal? Question(string json)
    {
        if (QueryJson.Read(json).IsRefused(out var refusal, out var query)) return refusal;
        Promise.Storable(PassageAddress.Query(query.Within));
        QueryCheck.Of(query.Where, new CodeFamily([]));
        Promise.That(!QueryJson.Read(QueryJson.Write(query)).IsRefused(out _, out _), "a question cannot be read once it has been written");
        return null;
    }

    private static Refusal? Search(string text)
    {
        if (SearchQuery.Read(text, byStem: true).IsRefused(out var refusal, out var query)) return refusal;
        Promise.Storable(query.InWords());
        Promise.Storable(query.Terms);
        return null;
    }

    private static Refusal? Detect(string line)
    {
        if (!DetectCommand.TryRead(line, out var id, out var text, out var wrong)) return new Refusal($"The line cannot be read: {wrong}");
        DetectCommand.Answer(id, text, Detector.UsualThreshold, CancellationToken.None);
        var words = new TranscriptText(TranscriptText.Normalise(text));
        var end = 0;
        foreach (var proposal in Detector.Shared.Detect(words.Words, Knowledge.Nothing))
        {
            Promise.Within(proposal.Segment, words.Words, "a proposal");
            Promise.That(proposal.Segment.Start >= end, "a proposal overlaps another");
            Promise.That(proposal.Score is >= 0 and <= 1, "a score is none");
            end = proposal.Segment.End;
        }

        return null;
    }

    private static IEnumerable<byte[]> Addresses() => new[]
    {
        $"?code={Id}&subcodes=no&theme={Id}&trust={Id}&site={Id}&role=Peer%20support&attribute={Id}:forty%3Aup&kind=FocusGroup&coder={Id}&participant={Id}&interview={Id}&transcript={Id}&layer=Settled&from=2026-03-01&to=2026-03-31",
        $"by=Code&order=Newest&page=3&beside=Trust&left=trust:{Id}&right=role:a%20b", $"across=Attribute:{Id}&rows=Themes&together=Near:20&count=Words&as=OfRow&sort=total&down=yes&empty=yes&turned=yes&left=attribute:{Id}:x&right=role:a:b", $"theme={Id}&finding={Id}&trust={Id}&role=a&state=Approved",
    }.Select(UTF8.GetBytes);

    private static IEnumerable<byte[]> Questions() => new[]
    {
        $$$"""{"version":1,"where":{"is":"all","parts":[{"is":"code","codes":["{{{Id}}}"],"withSubcodes":true},{"is":"words","text":"wait"},{"is":"role","roles":["a"]},{"is":"not","part":{"is":"attribute","attributeId":"{{{Id}}}","values":["b"]}}]},"within":{"codes":["{{{Id}}}"],"layer":"settled","from":"2026-03-01"}}""",
        $$$"""{"version":1,"where":{"is":"any","parts":[{"is":"related","relation":"near","other":{"is":"code","codes":["{{{Id}}}"]},"within":5,"unit":"words"}]},"within":{}}""",
    }.Select(UTF8.GetBytes);

    private static IEnumerable<byte[]> Vectors() => new[]
    {
        """{"vectors":[{"id":"a","kind":"units","coders":["A","B"],"units":[["x","x"],["x","y"],[null,"y"]]}]}""", """[{"kind":"spans","text_length":20,"coders":{"A":{"x":[[0,5],[6,9]]},"B":{"x":[[0,4]]}}}]""", """{"kind":"continuum","length":20,"coders":{"A":[[0,5,"x"]],"B":[[1,6,"x"]]}}""",
    }.Select(UTF8.GetBytes);
}
