using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class RecordingMapping : IEntityTypeConfiguration<Recording>
{
    public void Configure(EntityTypeBuilder<Recording> recording)
    {
        recording.ToTable("recordings", table =>
        {
            table.HasCheckConstraint("ck_recordings_bytes", "bytes > 0 and (duration_ms is null or duration_ms >= 0)");
            table.HasCheckConstraint("ck_recordings_destroyed", "(destroyed_at is null) = (destroyed_for is null)");
        });
        recording.Property(r => r.Id).ValueGeneratedNever();
        recording.ComplexProperty(r => r.Format, format =>
        {
            format.Property(f => f.Container).HasColumnName("container").HasMaxLength(SoundFormat.LongestContainer);
            format.Property(f => f.Codec).HasColumnName("codec").HasMaxLength(SoundFormat.LongestCodec);
            format.Property(f => f.ContentType).HasColumnName("content_type").HasMaxLength(SoundFormat.LongestContentType);
        });
        recording.HasIndex(r => new { r.StudyId, r.InterviewId });
        recording.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
        recording.HasOne<Interview>().WithMany().HasForeignKey(r => r.InterviewId).OnDelete(DeleteBehavior.Restrict);
        recording.HasOne<Trust>().WithMany().HasForeignKey(r => r.TrustId).OnDelete(DeleteBehavior.Restrict);
        recording.HasOne<Member>().WithMany().HasForeignKey(r => r.BroughtInBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RecordingUploadMapping : IEntityTypeConfiguration<RecordingUpload>
{
    public void Configure(EntityTypeBuilder<RecordingUpload> upload)
    {
        upload.ToTable("recording_uploads", table => table.HasCheckConstraint("ck_recording_uploads_file", "bytes > 0 and octet_length(head) = 32 and octet_length(tail) = 32"));
        upload.Property(u => u.Id).ValueGeneratedNever();
        upload.HasIndex(u => new { u.StudyId, u.InterviewId });
        upload.HasIndex(u => u.ExpiresAt);
        upload.HasOne<Study>().WithMany().HasForeignKey(u => u.StudyId).OnDelete(DeleteBehavior.Restrict);
        upload.HasOne<Interview>().WithMany().HasForeignKey(u => u.InterviewId).OnDelete(DeleteBehavior.Restrict);
        upload.HasOne<Trust>().WithMany().HasForeignKey(u => u.TrustId).OnDelete(DeleteBehavior.Restrict);
        upload.HasOne<Member>().WithMany().HasForeignKey(u => u.By).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class HearerMapping : IEntityTypeConfiguration<Hearer>
{
    public void Configure(EntityTypeBuilder<Hearer> hearer)
    {
        hearer.ToTable("recording_hearers", table => table.HasCheckConstraint("ck_recording_hearers_ended", "(ended_at is null) = (ended_by is null)"));
        hearer.Property(h => h.Id).ValueGeneratedNever();
        hearer.HasIndex(h => new { h.RecordingId, h.MemberId }).IsUnique().HasFilter("ended_at is null");
        hearer.HasOne<Recording>().WithMany().HasForeignKey(h => h.RecordingId).OnDelete(DeleteBehavior.Restrict);
        hearer.HasOne<Member>().WithMany().HasForeignKey(h => h.MemberId).OnDelete(DeleteBehavior.Restrict);
        hearer.HasOne<Member>().WithMany().HasForeignKey(h => h.By).OnDelete(DeleteBehavior.Restrict);
        hearer.HasOne<Member>().WithMany().HasForeignKey(h => h.EndedBy).OnDelete(DeleteBehavior.Restrict);
    }
}
