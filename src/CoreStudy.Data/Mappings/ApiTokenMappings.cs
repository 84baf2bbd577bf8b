using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> token)
    {
        token.ToTable("api_tokens", t =>
        {
            t.HasCheckConstraint("ck_api_tokens_hash", "octet_length(hash) = 32 and octet_length(stamp) = 32");
            t.HasCheckConstraint("ck_api_tokens_expires_at", "expires_at > made_at and expires_at <= made_at + interval '366 days'");
        });
        token.Property(t => t.Id).ValueGeneratedNever();
        token.Property(t => t.Name).HasMaxLength(ApiToken.LongestName);
        token.Property(t => t.Scopes).HasJson(scopes => scopes.Select(s => s.ToString()).ToList(), stored => [.. stored.Select(Enum.Parse<ApiScope>)]);
        token.Ignore(t => t.StudyIds);
        token.HasIndex(t => t.Hash).IsUnique();
        token.HasIndex(t => new { t.AccountId, t.Name }).IsUnique().HasFilter("revoked_at is null");
        token.HasMany(t => t.Studies).WithOne().HasForeignKey(s => s.TokenId).OnDelete(DeleteBehavior.Cascade);
        token.Navigation(t => t.Studies).AutoInclude();
    }
}

internal sealed class ApiTokenStudyMapping : IEntityTypeConfiguration<ApiTokenStudy>
{
    public void Configure(EntityTypeBuilder<ApiTokenStudy> study)
    {
        study.ToTable("api_token_studies");
        study.HasKey(s => new { s.TokenId, s.StudyId });
        study.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict); // without its study it would be for all
    }
}
