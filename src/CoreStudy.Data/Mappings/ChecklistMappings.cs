using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class ChecklistAnswerMapping : IEntityTypeConfiguration<ChecklistAnswer>
{
    public void Configure(EntityTypeBuilder<ChecklistAnswer> answer)
    {
        answer.ToTable("checklist_answers");
        answer.HasKey(a => new { a.StudyId, a.Kind, a.Number });
        answer.Property(a => a.Number).HasMaxLength(8);
        answer.Property(a => a.Text).HasMaxLength(ChecklistAnswer.Longest);
        answer.Property(a => a.Edition).IsConcurrencyToken();
        answer.HasOne<Study>().WithMany().HasForeignKey(a => a.StudyId).OnDelete(DeleteBehavior.Restrict);
        answer.HasOne<Member>().WithMany().HasForeignKey(a => a.ChangedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StudyTemplateMapping : IEntityTypeConfiguration<StudyTemplate>
{
    public void Configure(EntityTypeBuilder<StudyTemplate> template)
    {
        template.ToTable("study_templates");
        template.Property(t => t.Id).ValueGeneratedNever();
        template.Property(t => t.Name).HasMaxLength(StudyTemplate.LongestName);
        template.HasIndex(t => new { t.StudyId, t.Kind, t.Name }).IsUnique();
        template.HasIndex(t => new { t.StudyId, t.Kind }).IsUnique().HasFilter("is_chosen").HasDatabaseName("ix_study_templates_chosen");
        template.HasOne<Study>().WithMany().HasForeignKey(t => t.StudyId).OnDelete(DeleteBehavior.Restrict);
        template.HasOne<Member>().WithMany().HasForeignKey(t => t.AddedBy).OnDelete(DeleteBehavior.Restrict);
    }
}
