using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class MemoMapping : IEntityTypeConfiguration<Memo>
{
    public void Configure(EntityTypeBuilder<Memo> memo)
    {
        memo.ToTable("memos", table =>
        {
            table.HasCheckConstraint("ck_memos_place", "(transcript_id is null) = (segment_start is null) and (transcript_id is null) = (segment_end is null)");
            table.HasCheckConstraint("ck_memos_sharing", "not (is_private and team_writes)");
        });
        memo.Property(m => m.Id).ValueGeneratedNever();
        memo.Property(m => m.Title).HasMaxLength(200);
        memo.Property(m => m.Version).IsConcurrencyToken();
        memo.Ignore(m => m.Sharing);
        memo.HasSegment(m => m.Segment);
        memo.Property(m => m.DoneAt).HasEarlierPlace();
        memo.HasIndex(m => new { m.TranscriptId, m.Revision });
        memo.HasIndex(m => new { m.StudyId, m.ChangedAt });
        memo.HasOne<Study>().WithMany().HasForeignKey(m => m.StudyId).OnDelete(DeleteBehavior.Restrict);
        memo.HasOne<Transcript>().WithMany().HasForeignKey(m => m.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        memo.HasOne<Member>().WithMany().HasForeignKey(m => m.MemberId).OnDelete(DeleteBehavior.Restrict);
        memo.HasMany(m => m.Links).WithOne().HasForeignKey(l => l.MemoId);
        memo.HasMany(m => m.Versions).WithOne().HasForeignKey(v => v.MemoId);
    }
}

internal sealed class MemoLinkMapping : IEntityTypeConfiguration<MemoLink>
{
    public void Configure(EntityTypeBuilder<MemoLink> link)
    {
        link.ToTable("memo_links", t => t.HasCheckConstraint("ck_memo_links_one", "num_nonnulls(code_id, theme_id, participant_id, interview_id, passage_id) = 1"));
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Ignore(l => l.Target);
        link.HasIndex(l => l.CodeId).HasFilter("code_id is not null");
        link.HasIndex(l => l.ThemeId).HasFilter("theme_id is not null");
        link.HasIndex(l => l.ParticipantId).HasFilter("participant_id is not null");
        link.HasIndex(l => l.InterviewId).HasFilter("interview_id is not null");
        link.HasIndex(l => l.PassageId).IsUnique().HasFilter("passage_id is not null");
        // a theme or code that is taken back as if it had never been made takes its links along; the memo stays
        link.HasOne<Theme>().WithMany().HasForeignKey(l => l.ThemeId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<KeptPassage>().WithMany().HasForeignKey(l => l.PassageId).OnDelete(DeleteBehavior.Restrict);
        link.HasOne<Code>().WithMany().HasForeignKey(l => l.CodeId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<Participant>().WithMany().HasForeignKey(l => l.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        link.HasOne<Interview>().WithMany().HasForeignKey(l => l.InterviewId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MemoVersionMapping : IEntityTypeConfiguration<MemoVersion>
{
    public void Configure(EntityTypeBuilder<MemoVersion> version)
    {
        version.ToTable("memo_versions");
        version.HasKey(v => new { v.MemoId, v.Number });
        version.Property(v => v.Title).HasMaxLength(200);
        version.HasOne<Member>().WithMany().HasForeignKey(v => v.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class JournalEntryMapping : IEntityTypeConfiguration<JournalEntry>
{
    public void Configure(EntityTypeBuilder<JournalEntry> entry)
    {
        entry.ToTable("journal_entries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Version).IsConcurrencyToken();
        entry.HasIndex(e => new { e.MemberId, e.Day });
        entry.HasOne<Study>().WithMany().HasForeignKey(e => e.StudyId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<Member>().WithMany().HasForeignKey(e => e.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class JournalMapping : IEntityTypeConfiguration<Journal>
{
    public void Configure(EntityTypeBuilder<Journal> journal)
    {
        journal.ToTable("journals");
        journal.HasKey(j => j.MemberId);
        journal.HasOne<Member>().WithOne().HasForeignKey<Journal>(j => j.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
