using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class FrameworkMatrixMapping : IEntityTypeConfiguration<FrameworkMatrix>
{
    public void Configure(EntityTypeBuilder<FrameworkMatrix> matrix)
    {
        matrix.ToTable("framework_matrices");
        matrix.Property(m => m.Id).ValueGeneratedNever();
        matrix.Property(m => m.Name).HasMaxLength(FrameworkMatrix.LongestName);
        matrix.Property(m => m.Version).IsRowVersion();
        matrix.Ignore(m => m.Standing);
        matrix.HasIndex(m => new { m.StudyId, m.Name }).IsUnique();
        matrix.HasOne<Study>().WithMany().HasForeignKey(m => m.StudyId).OnDelete(DeleteBehavior.Restrict);
        matrix.HasOne<Member>().WithMany().HasForeignKey(m => m.MadeBy).OnDelete(DeleteBehavior.Restrict);
        matrix.HasMany(m => m.Columns).WithOne().HasForeignKey(c => c.MatrixId).OnDelete(DeleteBehavior.Cascade);
        matrix.Navigation(m => m.Columns).AutoInclude();
    }
}

internal sealed class MatrixColumnMapping : IEntityTypeConfiguration<MatrixColumn>
{
    public void Configure(EntityTypeBuilder<MatrixColumn> column)
    {
        column.ToTable("matrix_columns", table => table.HasCheckConstraint("ck_matrix_columns_subject", "num_nonnulls(code_id, theme_id) = 1"));
        column.Property(c => c.Id).ValueGeneratedNever();
        column.Ignore(c => c.Subject);
        column.HasIndex(c => new { c.MatrixId, c.CodeId }).IsUnique();
        column.HasIndex(c => new { c.MatrixId, c.ThemeId }).IsUnique();
        column.HasOne<Theme>().WithMany().HasForeignKey(c => c.ThemeId).OnDelete(DeleteBehavior.Restrict);
        column.HasOne<Code>().WithMany().HasForeignKey(c => c.CodeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SummaryMapping : IEntityTypeConfiguration<Summary>
{
    public void Configure(EntityTypeBuilder<Summary> summary)
    {
        summary.ToTable("summaries", table =>
        {
            table.HasCheckConstraint("ck_summaries_case", "num_nonnulls(participant_id, interview_id, trust_id) = 1");
            table.HasCheckConstraint("ck_summaries_whole", "column_id is not null or interview_id is not null");
        });
        summary.Property(s => s.Id).ValueGeneratedNever();
        summary.Property(s => s.Text).HasMaxLength(Summary.Longest);
        summary.Property(s => s.Number).IsConcurrencyToken();
        summary.Ignore(s => s.Case);
        summary.HasIndex(s => new { s.ColumnId, s.ParticipantId, s.InterviewId, s.TrustId }).IsUnique().AreNullsDistinct(false).HasDatabaseName("ix_summaries_place");
        summary.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict);
        summary.HasOne<MatrixColumn>().WithMany().HasForeignKey(s => s.ColumnId).OnDelete(DeleteBehavior.Restrict);
        summary.HasOne<Participant>().WithMany().HasForeignKey(s => s.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        summary.HasOne<Interview>().WithMany().HasForeignKey(s => s.InterviewId).OnDelete(DeleteBehavior.Restrict);
        summary.HasOne<Trust>().WithMany().HasForeignKey(s => s.TrustId).OnDelete(DeleteBehavior.Restrict);
        summary.HasOne<Member>().WithMany().HasForeignKey(s => s.ChangedBy).OnDelete(DeleteBehavior.Restrict);
        summary.HasMany(s => s.Links).WithOne().HasForeignKey(l => l.SummaryId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SummaryLinkMapping : IEntityTypeConfiguration<SummaryLink>
{
    public void Configure(EntityTypeBuilder<SummaryLink> link)
    {
        link.ToTable("summary_links");
        link.HasKey(l => new { l.SummaryId, l.Number });
        link.Property(l => l.Number).ValueGeneratedNever();
        link.HasIndex(l => l.PassageId).IsUnique();
        link.HasOne<KeptPassage>().WithOne().HasForeignKey<SummaryLink>(l => l.PassageId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SummaryVersionMapping : IEntityTypeConfiguration<SummaryVersion>
{
    public void Configure(EntityTypeBuilder<SummaryVersion> version)
    {
        version.ToTable("summary_versions");
        version.HasKey(v => new { v.SummaryId, v.Number });
        version.Property(v => v.Number).ValueGeneratedNever();
        version.Property(v => v.Text).HasMaxLength(Summary.Longest);
        version.HasOne<Summary>().WithMany().HasForeignKey(v => v.SummaryId).OnDelete(DeleteBehavior.Cascade);
        version.HasOne<Member>().WithMany().HasForeignKey(v => v.By).OnDelete(DeleteBehavior.Restrict);
    }
}
