using CoreStudy.Data.Accounts;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Mappings;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data;

/// <summary>The one database. Use it by its factory: one use case, one context, one transaction.</summary>
public sealed class StudyDb(DbContextOptions<StudyDb> options)
    : IdentityUserContext<Account, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Study> Studies => Set<Study>();

    public DbSet<Trust> Trusts => Set<Trust>();

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<RecruitmentTarget> RecruitmentTargets => Set<RecruitmentTarget>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Participant> Participants => Set<Participant>();

    public DbSet<ParticipantAttribute> ParticipantAttributes => Set<ParticipantAttribute>();

    public DbSet<Interview> Interviews => Set<Interview>();

    public DbSet<Transcript> Transcripts => Set<Transcript>();

    public DbSet<StoredText> TranscriptTexts => Set<StoredText>();

    public DbSet<Turn> Turns => Set<Turn>();

    public DbSet<Speaker> Speakers => Set<Speaker>();

    public DbSet<TranscriptReview> TranscriptReviews => Set<TranscriptReview>();

    public DbSet<AnonymisationRules> AnonymisationRules => Set<AnonymisationRules>();

    public DbSet<TextRevision> TextRevisions => Set<TextRevision>();

    public DbSet<PassageFlag> PassageFlags => Set<PassageFlag>();

    public DbSet<ContentNote> ContentNotes => Set<ContentNote>();

    public DbSet<Code> Codes => Set<Code>();

    public DbSet<CodebookChange> CodebookChanges => Set<CodebookChange>();

    public DbSet<FrameworkVersion> FrameworkVersions => Set<FrameworkVersion>();

    public DbSet<PassageReview> PassageReviews => Set<PassageReview>();

    public DbSet<CodePin> CodePins => Set<CodePin>();

    public DbSet<Coding> Codings => Set<Coding>();

    public DbSet<CodingAct> CodingActs => Set<CodingAct>();

    public DbSet<CodingHead> CodingHeads => Set<CodingHead>();

    public DbSet<Assignment> Assignments => Set<Assignment>();

    public DbSet<AssignmentEvent> AssignmentEvents => Set<AssignmentEvent>();

    public DbSet<TranscriptTally> TranscriptTallies => Set<TranscriptTally>();

    public DbSet<CodeTally> CodeTallies => Set<CodeTally>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<Memo> Memos => Set<Memo>();

    public DbSet<Reveal> Reveals => Set<Reveal>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();

    public DbSet<RetentionRule> RetentionRules => Set<RetentionRule>();

    public DbSet<Destruction> Destructions => Set<Destruction>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        IdConversions.AddTo(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasPostgresExtension("btree_gist");
        builder.ApplyConfigurationsFromAssembly(typeof(StudyDb).Assembly);
        AccountMapping.NameTables(builder);
    }
}
