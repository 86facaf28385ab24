"""Words that honest people write about passwords, without accents: what one is, not what it says."""

import re

FILLING = (
    r"(?:[\s_]{1,2}\(?(?:for|of|to|on|at|in|from|du|de|des|d'|pour|sur|a|au|my|mon|ma|our|notre|the|le|la|les|l'|your|votre|compte|"
    r"account|kraken|exchange|email|e-mail|mail|mailbox|wallet|portefeuille|login|site|app|appli|application|actuel|current|new|"
    r"old|nouveau|ancien|temporary|temporaire|here|received|recu|i|got|have|use|used|j'ai|utilise|sms|sign-in|trading|below|"
    r"ci-dessous|suivant|following|device|phone|telephone|boite|as|follows|"
    r"that|which|am|using|set|chose|created|always|currently|que|je|j'utilise|choisi|choisie|cree|tape|toujours|actuellement)\)?){0,6}"
)
"""Words that may stand between the name of a password and the password."""

_HONEST = """
about accepte accepted accurate active again all already also alphanumeric ancien ancienne and anyone asked autre
available avec back bien blocked bloque bloquee bon bonne broken cache cass changed change changee clear coded common
complex complexe complique comprised compromis compromise compromised confidential confidentiel confirmed corrected
correct correcte correctly dead declined deja desactive different differente difficile disabled displayed effacee efface
empty encrypted enough envoye erased error errone erronee erreur exact exacte exactly exige expire expired expiree exposed
facile failed faible false faut faux fausse fiable fine forced forgotten fort forte found fresh from good gone guessed hacke
hacked hard help here hidden honest identical identique ignored illisible impossible inconnu inconnue incorrect incorrecte
inexact insecure introuvable inutile invalid invalide invalidated issue juste kept known lack late later leaked legit like
locked long longue lost made manquant mandatory mine missing modifie mien mixed mot motdepasse necessaire needed never
neuf nom none normal nothing nouveau nouvelle null obligatoire obsolete okay old once only onlylowercase oublie oubliee ouvert
partage password pending perdu perdue perime personal personnel pirate pirated please possible pret prive private probleme
problem protected public question random rapide recent recu refus refuse refused refusee rejected rejete remembered renewed
required requis reset resets retired revoked right robuste safe saisi same sauf saved secret secrete secure secured securise
sensible sensitive sent shared short simple solid solide soon sorry still stolen stored strange strong sure surement
tape temporaire temporary terrible that there this toujours tres trompe true typed unchanged unclear undefined unique unknown
unsafe unusable updated urgent used useless utile utilise valable valid valide vide vole volee volle voulu waiting weak well
what when whole working works wrong yours absent absente alone always ask autorise bad because best bis both brand broke cher
chose comment corrompu court courte crypte dans demande difficulty done down enregistre entered entre essai every exist
existant existe existing exists expliquez fails falsch fixed forgot generated genere gratuit ici important included inclus
inside instead intact introduit issued jamais keeps lequel light linked lire logged longer lost machine manuel memorise memorized
mien moi moyen newer nowhere offline online other otherwise out outdated oversight own paper parfait pas personne physique
plein pourquoi pres protege quoi reused reutilise risky safely saying seul skipped somewhere suivante temp their them trop
trouve two unlike unsaved vieux voila votre well written hers his ours theirs important importante suffisant suffisante
"""
HONEST = frozenset(_HONEST.split())
HONEST_ENDINGS = (
    "ed",
    "ing",
    "able",
    "ible",
    "less",
    "ment",
    "ly",
    "tion",
    "tions",
    "ique",
    "eux",
    "euse",
    "ful",
    "ous",
    "ive",
    "ives",
)
"""How adjectives and participles of both languages end."""

NAMES_OF_PRODUCTS = re.compile(
    r"(?:1password|bitwarden|lastpass|dashlane|keepass(?:xc)?|nordpass|roboform|keychain|proton(?:mail|pass)?|google|chrome\d*|"
    r"firefox\d*|safari\d*|edge\d*|brave|opera\d*|windows\d*|win\d+|macos\d*|mac|macbook|ios\d*|ipados\d*|iphone\d*\w{0,6}|ipad\d*|"
    r"android\d*|galaxy\w*|pixel\d*\w*|samsung\w*|xiaomi\w*|huawei\w*|icloud|gmail|outlook|hotmail|yahoo|paypal|metamask|ledger|"
    r"trezor|kraken|krakenpro|authy|yubikey\w*|whatsapp|telegram|youtube|github|linkedin|facetime|touchid|faceid|onedrive|"
    r"office365|microsoft365|2fa|a2f|fido2?|u2f|passkeys?|sha256|aes256|utf-?8|html5|mp3|mp4|web3|covid19|coinbase|binance|"
    r"face|touch|authenticator)s?"
)
"""Names that look as made up as passwords do."""
