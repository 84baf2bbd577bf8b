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
