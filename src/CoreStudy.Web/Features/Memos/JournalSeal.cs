using System.Security.Cryptography;
using System.Text;
using CoreStudy.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace CoreStudy.Web.Features.Memos;

/// <summary>Seals the words of a journal for their writer: what lies in the database, and in its backups, tells nothing without the master key.</summary>
/// <remarks>The site's data protection keys do it, which lie wrapped by the master key; each writer's entries under a purpose of their own, so that an entry moved to somebody else cannot be opened.</remarks>
internal static class JournalSeal
{
    public static byte[] Seal(this IDataProtectionProvider protection, MemberId writer, string words) => Of(protection, writer).Protect(Encoding.UTF8.GetBytes(words));

    /// <summary>The words; null where the key that sealed them is gone.</summary>
    public static string? Open(this IDataProtectionProvider protection, MemberId writer, byte[] words)
    {
        try
        {
            return Encoding.UTF8.GetString(Of(protection, writer).Unprotect(words));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Of(IDataProtectionProvider protection, MemberId writer) => protection.CreateProtector("CoreStudy.Journal", writer.Value.ToString());
}
