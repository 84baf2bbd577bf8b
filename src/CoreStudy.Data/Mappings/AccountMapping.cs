using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Mappings;

internal static class AccountMapping
{
    public static void NameTables(ModelBuilder builder)
    {
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.Id).ValueGeneratedNever();
            account.Property(a => a.Name).HasMaxLength(80);
            account.Ignore(a => a.IsLocked);
        });
        builder.Entity<SpentCode>(code =>
        {
            code.ToTable("spent_codes");
            code.HasKey(c => c.AccountId);
        });
        builder.Entity<SignInSession>(session =>
        {
            session.ToTable("sign_in_sessions");
            session.Property(s => s.Id).ValueGeneratedNever();
            session.Property(s => s.Device).HasMaxLength(SignInSession.LongestDevice);
            session.HasIndex(s => s.AccountId);
            session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("account_passkeys");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
    }
}
