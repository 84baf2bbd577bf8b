using System.Text;
using System.Xml.Linq;
using CoreStudy.Vault.Keys;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Vault;

/// <summary>Seals the site's data-protection keys, which sign cookies and links, before they go into the database.</summary>
public sealed class DataProtectionSeal(IMasterKeys masters) : IXmlEncryptor
{
    internal static readonly byte[] Bound = Encoding.UTF8.GetBytes("data protection");

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var wrapped = masters.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), Bound);
        return new EncryptedXmlInfo(new XElement("sealed", new XAttribute("master", masters.Current), Convert.ToBase64String(wrapped)), typeof(DataProtectionOpening));
    }

    /// <summary>Seals by the master key in use what another sealed.</summary>
    /// <returns>False where it was in use already.</returns>
    public static bool SealAgain(XElement written, IMasterKeys masters)
    {
        var by = (string?)written.Attribute("master") ?? "";
        if (by == masters.Current) return false;
        written.Value = Convert.ToBase64String(masters.Wrap(masters.Unwrap(by, Convert.FromBase64String(written.Value), Bound), Bound));
        written.SetAttributeValue("master", masters.Current);
        return true;
    }
}

/// <summary>Opens what <see cref="DataProtectionSeal"/> sealed; made by the framework from its name.</summary>
public sealed class DataProtectionOpening(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var open = services.GetRequiredService<IMasterKeys>().Unwrap(
            (string?)encryptedElement.Attribute("master") ?? "", Convert.FromBase64String(encryptedElement.Value), DataProtectionSeal.Bound);
        return XElement.Parse(Encoding.UTF8.GetString(open));
    }
}
