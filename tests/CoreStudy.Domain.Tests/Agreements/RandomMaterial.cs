using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>Small studies with every awkwardness: gaps between units, codings that overlap or touch, coders who have not handed in, codes that nobody used.</summary>
internal static class RandomMaterial
{
    private static readonly Gen<ComparisonRules> Rules =
        Gen.Select(Gen.Enum<ComparisonUnit>(), Gen.Enum<UnitRule>(), Gen.Int[0, 5].Select(i => ((double[])[0.1, 0.3, 0.5, 0.7, 0.9, 1.0])[i]), (unit, rule, overlap) => new ComparisonRules(unit, rule, overlap));

    public static readonly Gen<(AgreementMaterial Material, ComparisonRules Rules)> Any =
        from coders in Gen.Int[2, 5]
        from references in Gen.Int[0, 1]
        from codes in Gen.Int[1, 3]
        from transcripts in Gen.Int[1, 5]
        from rules in Rules
        from seeds in Gen.Int[0, int.MaxValue - 1].Array[transcripts]
        select (Make(coders, references, codes, seeds), rules);

    private static AgreementMaterial Make(int coders, int references, int codes, int[] seeds)
    {
        var members = Enumerable.Range(0, coders + references).Select(_ => MemberId.New()).ToList();
        var codeIds = Enumerable.Range(0, codes).Select(_ => CodeId.New()).ToList();
        var transcripts = seeds.Select(seed =>
        {
            var random = new Random(seed);
            var length = random.Next(1, 60);
            var units = new List<Segment>();
            for (var at = random.Next(3); at < length; at += random.Next(3))
            {
                var end = Math.Min(length, at + random.Next(1, 9));
                units.Add(new Segment(at, end));
                at = end;
            }

            var handedIn = members.Where(_ => random.Next(4) > 0).ToList();
            var codings = new List<CodedSegment>();
            for (var i = random.Next(25); i > 0; i--)
            {
                var start = random.Next(length);
                codings.Add(new CodedSegment(members[random.Next(members.Count)], codeIds[random.Next(codes)], new Segment(start, Math.Min(length, start + random.Next(1, 15)))));
            }

            return new ComparedTranscript(TranscriptId.New(), length, units, handedIn, codings);
        }).ToList();
        return new AgreementMaterial(transcripts, members[..coders], codeIds, members[coders..], [new CodeGroup(CodeId.New(), codeIds)]);
    }
}
