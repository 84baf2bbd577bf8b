using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class TranscriptionMapping : IEntityTypeConfiguration<Transcription>
{
    public void Configure(EntityTypeBuilder<Transcription> transcription)
    {
        transcription.ToTable("transcriptions", table =>
        {
            table.HasCheckConstraint("ck_transcriptions_checked", "(checked_at is null) = (checked_by is null) and (state = 'Typing') = (checked_at is null)");
            table.HasCheckConstraint("ck_transcriptions_sent", "(state = 'Sent') = (sent_at is not null) and (sent_at is null) = (sent_by is null)");
            table.HasCheckConstraint("ck_transcriptions_counts", "turn_count >= 0 and word_count >= 0 and unheard_count between 0 and turn_count and left_at_ms >= 0");
        });
        transcription.Property(t => t.Id).ValueGeneratedNever();
        transcription.Property(t => t.Version).IsConcurrencyToken();
        transcription.Ignore(t => t.IsCheckedByTypist);
        transcription.HasIndex(t => t.RecordingId).IsUnique();
        transcription.HasIndex(t => new { t.StudyId, t.InterviewId });
        transcription.HasOne<Study>().WithMany().HasForeignKey(t => t.StudyId).OnDelete(DeleteBehavior.Restrict);
        transcription.HasOne<Interview>().WithMany().HasForeignKey(t => t.InterviewId).OnDelete(DeleteBehavior.Restrict);
        transcription.HasOne<Recording>().WithMany().HasForeignKey(t => t.RecordingId).OnDelete(DeleteBehavior.Restrict);
        transcription.HasOne<Transcript>().WithMany().HasForeignKey(t => t.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        transcription.HasOne<Member>().WithMany().HasForeignKey(t => t.Typist).OnDelete(DeleteBehavior.Restrict);
        transcription.HasOne<Member>().WithMany().HasForeignKey(t => t.ChangedBy).OnDelete(DeleteBehavior.Restrict);
        transcription.HasOne<Member>().WithMany().HasForeignKey(t => t.CheckedBy).OnDelete(DeleteBehavior.Restrict);
        transcription.HasOne<Member>().WithMany().HasForeignKey(t => t.SentBy).OnDelete(DeleteBehavior.Restrict);
    }
}
