using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class TranscriptMapping : IEntityTypeConfiguration<Transcript>
{
    public void Configure(EntityTypeBuilder<Transcript> transcript)
    {
        transcript.ToTable("transcripts");
        transcript.Property(t => t.Id).ValueGeneratedNever();
        transcript.Property(t => t.Title).HasMaxLength(160);
        transcript.Property(t => t.Format).HasMaxLength(60);
        transcript.Property(t => t.FileHash).HasMaxLength(64);
        transcript.Property(t => t.ContentNote).HasMaxLength(500);
        transcript.HasIndex(t => new { t.StudyId, t.FileHash }).IsUnique();
        transcript.HasIndex(t => new { t.StudyId, t.TrustId });
        transcript.HasOne<Study>().WithMany().HasForeignKey(t => t.StudyId).OnDelete(DeleteBehavior.Restrict);
        transcript.HasOne<Trust>().WithMany().HasForeignKey(t => t.TrustId).OnDelete(DeleteBehavior.Restrict);
        transcript.HasOne<Interview>().WithMany().HasForeignKey(t => t.InterviewId).OnDelete(DeleteBehavior.Restrict);
        transcript.HasOne<Member>().WithMany().HasForeignKey(t => t.ImportedBy).OnDelete(DeleteBehavior.Restrict);
        transcript.HasOne(t => t.Text).WithOne().HasForeignKey<StoredText>(t => t.TranscriptId);
        transcript.HasMany(t => t.Speakers).WithOne().HasForeignKey(s => s.TranscriptId);
        transcript.HasMany(t => t.Turns).WithOne().HasForeignKey(t => t.TranscriptId);
    }
}

internal sealed class StoredTextMapping : IEntityTypeConfiguration<StoredText>
{
    public void Configure(EntityTypeBuilder<StoredText> text)
    {
        text.ToTable("transcript_texts");
        text.HasKey(t => t.TranscriptId);
    }
}

internal sealed class SpeakerMapping : IEntityTypeConfiguration<Speaker>
{
    public void Configure(EntityTypeBuilder<Speaker> speaker)
    {
        speaker.ToTable("speakers");
        speaker.HasKey(s => new { s.TranscriptId, s.Number });
        speaker.Property(s => s.Label).HasMaxLength(60);
        speaker.HasOne<Participant>().WithMany().HasForeignKey(s => s.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TurnMapping : IEntityTypeConfiguration<Turn>
{
    public void Configure(EntityTypeBuilder<Turn> turn)
    {
        turn.ToTable("turns");
        turn.HasKey(t => new { t.TranscriptId, t.Number });
        turn.HasSegment(t => t.Segment);
        turn.HasOne<Speaker>().WithMany().HasForeignKey(t => new { t.TranscriptId, t.SpeakerNumber }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TextRevisionMapping : IEntityTypeConfiguration<TextRevision>
{
    private sealed record StoredMove(int Start, int End, int Length, bool Veil, int? RefugeStart, int? RefugeEnd);

    public void Configure(EntityTypeBuilder<TextRevision> revision)
    {
        revision.ToTable("text_revisions");
        revision.HasKey(r => new { r.TranscriptId, r.Number });
        revision.Ignore(r => r.Step);
        revision.Property(r => r.Edits).HasJson(
            moves => moves.All.Select(m => new StoredMove(m.Start, m.End, m.Length, m.IsVeil, m.Refuge?.Start, m.Refuge?.End)).ToArray(),
            stored => new TextMoves([.. stored.Select(m => new TextMove(
                m.Start, m.End, m.Length, m.Veil, m is { RefugeStart: { } start, RefugeEnd: { } end } ? new Segment(start, end) : null))]));
        revision.HasOne<Transcript>().WithMany().HasForeignKey(r => r.TranscriptId);
        revision.HasOne<Member>().WithMany().HasForeignKey(r => r.By).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PassageFlagMapping : IEntityTypeConfiguration<PassageFlag>
{
    public void Configure(EntityTypeBuilder<PassageFlag> flag)
    {
        flag.ToTable("passage_flags");
        flag.Property(f => f.Id).ValueGeneratedNever();
        flag.HasSegment(f => f.Segment);
        flag.HasIndex(f => f.TranscriptId);
        flag.HasIndex(f => new { f.StudyId, f.State });
        flag.HasOne<Study>().WithMany().HasForeignKey(f => f.StudyId).OnDelete(DeleteBehavior.Restrict);
        flag.HasOne<Transcript>().WithMany().HasForeignKey(f => f.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        flag.HasOne<Member>().WithMany().HasForeignKey(f => f.FlaggedBy).OnDelete(DeleteBehavior.Restrict);
        flag.HasOne<Member>().WithMany().HasForeignKey(f => f.DecidedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ContentNoteMapping : IEntityTypeConfiguration<ContentNote>
{
    public void Configure(EntityTypeBuilder<ContentNote> note)
    {
        note.ToTable("content_notes");
        note.Property(n => n.Id).ValueGeneratedNever();
        note.Property(n => n.Note).HasMaxLength(200);
        note.HasSegment(n => n.Segment);
        note.HasOne<Transcript>().WithMany().HasForeignKey(n => n.TranscriptId);
    }
}
