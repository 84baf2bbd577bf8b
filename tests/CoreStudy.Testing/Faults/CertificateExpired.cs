using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CoreStudy.Testing.Faults;

/// <summary>The certificate of the site's address runs out; browsers refuse to talk until there is a new one.</summary>
public sealed class CertificateExpired : OwnSite
{
    private readonly X509Certificate2 _good = Make(from: TimeSpan.FromDays(-1), to: TimeSpan.FromDays(1));
    private readonly X509Certificate2 _expired = Make(from: TimeSpan.FromDays(-2), to: TimeSpan.FromDays(-1));
    private volatile X509Certificate2 _shown;
    private int _refused;

    public CertificateExpired() => _shown = _good;

    public override string Name => "certificate expired";

    public override string? Complaint => _refused > 0 ? null : "Nobody was kept from talking to a site with an expired certificate.";

    protected override string Scheme => "https";

    /// <summary>Trusts who made the certificate, as a browser trusts its list, and minds its dates.</summary>
    public override SocketsHttpHandler Connect()
    {
        var handler = base.Connect();
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _good, _expired } },
            RemoteCertificateValidationCallback = (_, _, _, errors) =>
            {
                if (errors == SslPolicyErrors.None) return true;
                Interlocked.Increment(ref _refused);
                return false;
            },
        };
        return handler;
    }

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        _shown = _expired;
        EndConnections();
        await Task.Delay(length, cancel);
        _shown = _good;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _good.Dispose();
        _expired.Dispose();
    }

    protected override void Adjust(WebApplicationBuilder site) => site.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
    {
        https.ServerCertificateSelector = (_, _) => _shown;
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    })));

    /// <summary>Browsers look at the certificate when they connect: what is open stays open.</summary>
    private void EndConnections()
    {
        Line.Cut();
        Line.Resume();
    }

    private static X509Certificate2 Make(TimeSpan from, TimeSpan to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now + from, now + to);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null); // with its key in a form that every system's TLS takes
    }
}
