using System.Text;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>Brings work that came along with identifiable words to where those words are, once they are released.</summary>
internal static class WaitingPlaces
{
    /// <remarks>After the released words and the transcript's row of <c>coding_heads</c> are stored, in the same transaction, and before the audit trail is told.</remarks>
    /// <returns>How many codings were placed.</returns>
    public static async Task<int> PlaceAsync(VaultRoom room, StudyRegister register, Transcript transcript, Rendering rendering, DateTimeOffset at, CancellationToken cancel)
    {
        if (await room.ReadAsync<WaitingWork>(transcript.Id.Value, cancel) is not { } work) return 0;
        var (db, text) = (room.Study, new TranscriptText(rendering.Words));
        var merged = await MergedCodes.ReadAsync(db, transcript.StudyId, cancel);
        var codes = await db.Codes.Where(c => c.StudyId == transcript.StudyId).Select(c => c.Id).ToHashSetAsync(cancel);
        var themes = await db.Themes.Where(t => t.StudyId == transcript.StudyId).Select(t => t.Id).ToHashSetAsync(cancel);
        var (placed, comments) = (new List<BroughtInCoding>(), new List<Comment>());
        foreach (var coding in work.Codings)
        {
            var (segment, code, by) = (Place(text, rendering, coding.Start, coding.End), merged.Standing(new(coding.Code)), new MemberId(coding.By));
            if (!codes.Contains(code))
            {
                Keep(Memo.WriteOn(MemoId.New(), transcript.StudyId, transcript.Id, segment, by, new MemoWords(MemoKind.Methodological, "", "Another program had a code on this passage that is not in the framework any more.", MemoSharing.Team), coding.At));
                continue;
            }

            var one = new BroughtInCoding(coding.Id is { } id ? new CodingId(id) : CodingId.New(), transcript.Id, code, by, segment, text.Words[segment.Start..segment.End], coding.At, coding.IsUnsure, Hidden(register, coding.Question));
            placed.Add(one);
            var about = Coding.Create(one.Id, transcript.StudyId, transcript.Id, by, new CodingState(code, segment, one.IsUnsure, one.Question, IsRemoved: false), one.Words, coding.At);
            foreach (var comment in coding.Comments)
                if (!Comment.Write(comment.Id is { } its ? new CommentId(its) : CommentId.New(), about, new(comment.By), Hidden(register, comment.Text), comment.At).IsRefused(out _, out var written)) comments.Add(written);
        }

        var import = await db.CodingImports.AsNoTracking().Where(i => i.StudyId == transcript.StudyId && i.From == ImportedFrom.Project).OrderByDescending(i => i.At).FirstOrDefaultAsync(cancel);
        var revisions = await BroughtInCodings.StoreAsync(db, transcript.StudyId, placed, import, at, cancel);
        var revision = revisions.GetValueOrDefault(transcript.Id);
        foreach (var comment in comments) comment.StampRevision(revision);
        db.AddRange(comments);
        foreach (var memo in work.Memos)
        {
            var words = new MemoWords(Enum.TryParse<MemoKind>(memo.Kind, out var kind) ? kind : MemoKind.Analytic, Hidden(register, memo.Title), Hidden(register, memo.Text), memo.TeamWrites ? MemoSharing.TeamWrites : MemoSharing.Team);
            var written = Memo.WriteOn(memo.Id is { } id ? new MemoId(id) : MemoId.New(), transcript.StudyId, transcript.Id, Place(text, rendering, memo.Start, memo.End), new(memo.By), words, memo.At);
            if (Keep(written) is { } kept)
                kept.LinkTo([.. memo.Codes.Select(c => new CodeId(c)).Where(codes.Contains).Select(MemoTarget.Of), .. memo.Themes.Select(t => new ThemeId(t)).Where(themes.Contains).Select(MemoTarget.Of)]);
        }

        await room.RemoveAsync<WaitingWork>(transcript.Id.Value, cancel);
        return placed.Count;

        Memo? Keep(Result<Memo> written)
        {
            if (written.IsRefused(out _, out var memo)) return null;
            db.Add(memo);
            return memo;
        }
    }

    /// <summary>Where a stretch of the original is in the released words; what was on a part of something hidden is on the whole of what stands for it.</summary>
    private static Segment Place(TranscriptText text, Rendering rendering, int start, int end)
    {
        var released = rendering.ToReleased(new Segment(start, end));
        return text.CutsCharacter(released.Start) || text.CutsCharacter(released.End) ? text.SnapOutwards(released) : released;
    }

    /// <summary>Words with what the study knows of people and places put out of them.</summary>
    private static string Hidden(StudyRegister register, string words)
    {
        var hidden = new StringBuilder(words);
        foreach (var (_, proposal) in LeakScan.Find(words, register.Knowledge).Where(f => f.Weight == LeakWeight.Blocks).OrderByDescending(f => f.Proposal.Segment.Start))
        {
            hidden.Remove(proposal.Segment.Start, proposal.Segment.Length);
            hidden.Insert(proposal.Segment.Start, (proposal.Known is { } known ? register.ReplacementOf(known) : null) ?? "[…]");
        }

        return hidden.ToString();
    }
}
