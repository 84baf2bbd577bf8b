using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class StudyMapping : IEntityTypeConfiguration<Study>
{
    public void Configure(EntityTypeBuilder<Study> study)
    {
        study.ToTable("studies");
        study.Property(s => s.Id).ValueGeneratedNever();
        study.Property(s => s.Name).HasMaxLength(200);
        study.Property(s => s.ShortName).HasMaxLength(24);
        study.HasIndex(s => s.Name).IsUnique();
    }
}

internal sealed class TrustMapping : IEntityTypeConfiguration<Trust>
{
    public void Configure(EntityTypeBuilder<Trust> trust)
    {
        trust.ToTable("trusts");
        trust.Property(t => t.Id).ValueGeneratedNever();
        trust.Property(t => t.Label).HasMaxLength(60);
        trust.HasIndex(t => new { t.StudyId, t.Label }).IsUnique();
        trust.HasOne<Study>().WithMany().HasForeignKey(t => t.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RecruitmentTargetMapping : IEntityTypeConfiguration<RecruitmentTarget>
{
    public void Configure(EntityTypeBuilder<RecruitmentTarget> target)
    {
        target.ToTable("recruitment_targets", t => t.HasCheckConstraint("ck_recruitment_targets_count", "count between 1 and 999"));
        target.HasKey(t => new { t.TrustId, t.ParticipantRole });
        target.Property(t => t.ParticipantRole).HasMaxLength(60);
        target.HasOne<Study>().WithMany().HasForeignKey(t => t.StudyId).OnDelete(DeleteBehavior.Restrict);
        target.HasOne<Trust>().WithMany().HasForeignKey(t => t.TrustId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ParticipantAttributeMapping : IEntityTypeConfiguration<ParticipantAttribute>
{
    public void Configure(EntityTypeBuilder<ParticipantAttribute> attribute)
    {
        attribute.ToTable("participant_attributes");
        attribute.Property(a => a.Id).ValueGeneratedNever();
        attribute.Property(a => a.Name).HasMaxLength(60);
        attribute.HasIndex(a => new { a.StudyId, a.Name }).IsUnique();
        attribute.HasOne<Study>().WithMany().HasForeignKey(a => a.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SiteMapping : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> site)
    {
        site.ToTable("sites");
        site.Property(s => s.Id).ValueGeneratedNever();
        site.Property(s => s.Label).HasMaxLength(80);
        site.HasIndex(s => new { s.TrustId, s.Label }).IsUnique();
        site.HasOne<Trust>().WithMany().HasForeignKey(s => s.TrustId).OnDelete(DeleteBehavior.Restrict);
        site.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.ToTable("members");
        member.Property(m => m.Id).ValueGeneratedNever();
        member.Property(m => m.Name).HasMaxLength(80);
        member.Ignore(m => m.TrustIds);
        member.HasIndex(m => new { m.StudyId, m.AccountId }).IsUnique();
        member.HasIndex(m => m.AccountId);
        member.HasOne<Study>().WithMany().HasForeignKey(m => m.StudyId).OnDelete(DeleteBehavior.Restrict);
        member.HasMany(m => m.Trusts).WithOne().HasForeignKey(t => t.MemberId).OnDelete(DeleteBehavior.Cascade);
        member.Navigation(m => m.Trusts).AutoInclude();
    }
}

internal sealed class MemberTrustMapping : IEntityTypeConfiguration<MemberTrust>
{
    public void Configure(EntityTypeBuilder<MemberTrust> memberTrust)
    {
        memberTrust.ToTable("member_trusts");
        memberTrust.HasKey(t => new { t.MemberId, t.TrustId });
        memberTrust.HasOne<Trust>().WithMany().HasForeignKey(t => t.TrustId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.ToTable("invitations");
        invitation.Property(i => i.Id).ValueGeneratedNever();
        invitation.Property(i => i.Email).HasMaxLength(200);
        invitation.Property(i => i.Name).HasMaxLength(80);
        invitation.Property(i => i.SecretHash).HasMaxLength(64);
        invitation.Property(i => i.TrustIds).HasConversion(
            trusts => trusts.Select(t => t.Value).ToArray(),
            values => values.Select(v => new Domain.TrustId(v)).ToList(),
            new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<List<Domain.TrustId>>(
                (a, b) => a!.SequenceEqual(b!), trusts => trusts.Count, trusts => trusts.ToList()));
        invitation.HasIndex(i => i.SecretHash).IsUnique();
        invitation.HasIndex(i => i.StudyId);
        invitation.HasOne<Study>().WithMany().HasForeignKey(i => i.StudyId).OnDelete(DeleteBehavior.Restrict);
        invitation.HasOne<Member>().WithMany().HasForeignKey(i => i.InvitedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ParticipantMapping : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> participant)
    {
        participant.ToTable("participants");
        participant.Property(p => p.Id).ValueGeneratedNever();
        participant.Property(p => p.Label).HasMaxLength(30);
        participant.Property(p => p.Role).HasMaxLength(60);
        participant.Ignore(p => p.TakesPart);
        participant.Property(p => p.Attributes).HasJson(
            noted => noted.ToDictionary(n => n.Key.Value, n => n.Value), stored => stored.ToDictionary(n => new Domain.AttributeId(n.Key), n => n.Value));
        participant.HasIndex(p => new { p.StudyId, p.Label }).IsUnique();
        participant.HasOne<Study>().WithMany().HasForeignKey(p => p.StudyId).OnDelete(DeleteBehavior.Restrict);
        participant.HasOne<Trust>().WithMany().HasForeignKey(p => p.TrustId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class InterviewMapping : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> interview)
    {
        interview.ToTable("interviews");
        interview.Property(i => i.Id).ValueGeneratedNever();
        interview.Property(i => i.Title).HasMaxLength(160);
        interview.Property(i => i.Interviewer).HasMaxLength(60);
        interview.HasIndex(i => new { i.StudyId, i.TrustId });
        interview.HasOne<Study>().WithMany().HasForeignKey(i => i.StudyId).OnDelete(DeleteBehavior.Restrict);
        interview.HasOne<Trust>().WithMany().HasForeignKey(i => i.TrustId).OnDelete(DeleteBehavior.Restrict);
        interview.HasOne<Site>().WithMany().HasForeignKey(i => i.SiteId).OnDelete(DeleteBehavior.Restrict);
        interview.HasMany(i => i.Participants).WithOne().HasForeignKey(p => p.InterviewId).OnDelete(DeleteBehavior.Cascade);
        interview.Navigation(i => i.Participants).AutoInclude();
    }
}

internal sealed class InterviewParticipantMapping : IEntityTypeConfiguration<InterviewParticipant>
{
    public void Configure(EntityTypeBuilder<InterviewParticipant> interviewParticipant)
    {
        interviewParticipant.ToTable("interview_participants");
        interviewParticipant.HasKey(p => new { p.InterviewId, p.ParticipantId });
        interviewParticipant.HasOne<Participant>().WithMany().HasForeignKey(p => p.ParticipantId).OnDelete(DeleteBehavior.Restrict);
    }
}
