"""Words that honest people write about passwords, without accents: what one is, not what it says."""

import re

FILLING = (
    r"(?:[\s_]{1,2}\(?(?:they|given|for|of|to|on|at|in|from|du|de|des|d'|pour|sur|a|au|my|mon|ma|our|notre|the|le|la|les|l'|your|votre|compte|"
    r"account|kraken|exchange|email|e-mail|mail|mailbox|wallet|portefeuille|login|site|app|appli|application|actuel|current|new|"
    r"old|nouveau|ancien|temporary|temporaire|here|received|recu|i|got|have|use|used|j'ai|utilise|sms|sign-in|trading|below|"
    r"ci-dessous|suivant|following|device|phone|telephone|boite|as|follows|"
    r"that|which|had|sent|gave|me|m'a|envoye|donne|ils|am|using|set|chose|created|always|currently|que|je|j'utilise|choisi|choisie|cree|tape|toujours|actuellement)\)?){0,6}"
)
"""Words that may stand between the name of a password and the password."""

_HONEST = """
about accepte accepted accurate active again all already also alphanumeric ancien ancienne and anyone asked autre
available avec back bien blocked bloque bloquee bon bonne broken cache cass changed change changee clear coded common
complex complexe complique comprised compromis compromise compromised confidential confidentiel confirmed corrected
correct correcte correctly dead declined deja desactive different differente difficile disabled displayed effacee
efface empty encrypted enough envoye erased error errone erronee erreur exact exacte exactly exige expire expired
expiree exposed facile failed faible false faut faux fausse fiable fine forced forgotten fort forte found fresh from
good gone guessed hacke hacked hard help here hidden honest identical identique ignored illisible impossible inconnu
inconnue incorrect incorrecte inexact insecure introuvable inutile invalid invalide invalidated issue juste kept known
lack late later leaked legit like locked long longue lost made manquant mandatory mine missing modifie mien mixed mot
motdepasse necessaire needed never neuf nom none normal nothing nouveau nouvelle null obligatoire obsolete okay old
once only onlylowercase oublie oubliee ouvert partage password pending perdu perdue perime personal personnel pirate
pirated please possible pret prive private probleme problem protected public question random rapide recent recu refus
refuse refused refusee rejected rejete remembered renewed required requis reset resets retired revoked right robuste
safe saisi same sauf saved secret secrete secure secured securise sensible sensitive sent shared short simple solid
solide soon sorry still stolen stored strange strong sure surement tape temporaire temporary terrible that there this
toujours tres trompe true typed unchanged unclear undefined unique unknown unsafe unusable updated urgent used useless
utile utilise valable valid valide vide vole volee volle voulu waiting weak well what when whole working works wrong
yours absent absente alone always ask autorise bad because best bis both brand broke cher chose comment corrompu court
courte crypte dans demande difficulty done down enregistre entered entre essai every exist optional optionnel
optionnelle facultatif facultative existant existe existing exists expliquez fails falsch fixed forgot generated
genere gratuit ici important included inclus inside instead intact introduit issued jamais keeps lequel light linked
lire logged longer machine manuel memorise memorized moi moyen newer nowhere offline online other otherwise out
outdated oversight own paper parfait pas personne physique plein pourquoi pres protege quoi reused reutilise risky
safely saying seul skipped somewhere suivante temp their them trop trouve two unlike unsaved vieux voila votre written
hers his ours theirs importante suffisant suffisante
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
    "ional",
    "tial",
)
"""How adjectives and participles of both languages end."""

_SMALL = """
a about above according across after afterwards again against ainsi all along alors although always am among an and
any apres are as at au aucun aucune aussi autour aux avait avant avec avez avoir avons be because been before behind
being below beside between both but by ca can cannot ce cela celle celui ces cet cette chaque chez ci comme comment
contre could dans de dehors depuis des despite devant did do does doing donc dont du during each either elle elles en
encore entre est et etaient etait ete etes etre eux every for from fut had has have having he her here him his how
however i if ignore il ils in inside instead into is it its j'ai jamais je jusqu jusque just l'a la laquelle le lequel
les leur leurs lors lorsque lui ma mais malgre may me meme memes mes might mine moi moins mon more most much must my
n'a n'est near neither ne never ni no non nor nos not notre nous nowhere of off often on only onto or ou out outside
over par parce parfois pas pendant per peu peut plus plutot pour pourtant quand quant que quel quelle quelqu'un
quelque qu'il qui quoi quite rather sa sans sauf se sera ses several shall she should si since so some somehow son
sont sous still such sur ta tant te tel tellement than that the their them then there these they this those though
through till to together too tous tout toute toutes tres trop tu un under une unless until up upon us va vers very via
vos votre vous was we were what whatever when whenever where whether which while who whose why will with within
without would y yet you your
"""
SMALL_WORDS = frozenset(_SMALL.split())
"""Words that hold a sentence together, in both languages."""
_BESIDE = """
access account accounts acces adresse address agent anciens answer app application april aout attempt attempts avril
aujourd'hui autres avis banque bank bouton browser button capital capitals caracteres carnet case chaine champ
changement character characters chiffre chiffres choix code codes combination compte comptes computer connexion
consigne copie copy creation customer date day days december decembre default demain demande device digit digits
difference domain email emails ends english entry error errors essai essais every exchange fault february fevrier
field fields file first fois forme format former french friday gestionnaire group hier history home hour hours
identifiant identifiants identity january janvier jour jours juillet july juin june kraken language lettre lettres
letter letters level ligne line link list login longueur length lowercase mail mails majuscule majuscules manager
march mars master message messages minuscule minuscules minute minutes minimum maximum moment monday month months
morning name naviguateur navigateur network night nom nombre note november novembre number numbers october octobre
ordinateur page paper papier partie pages people person phone place plusieurs policy portable portail problem problems
probleme problemes prompt question raison reason registered request reset rest result rule rules saturday screen
second secours securite security semaine september septembre serveur server service session settings signe signes sign
signin signs site software someone sort start standard store sunday support symbol symbols system systeme team tel
telephone tentative tentatives test text thing things third thursday time times today tomorrow tool touche tries
tuesday type typo uppercase user username utilisateur version warning web website wednesday week weeks window word
words year years yesterday zone
"""
BESIDE_THE_POINT = frozenset(_BESIDE.split())
"""What people name when they describe a password or what became of it, rather than write it down."""

NAMES_OF_PRODUCTS = re.compile(
    r"(?:1password|bitwarden|lastpass|dashlane|keepass(?:xc)?|nordpass|roboform|keychain|proton(?:mail|pass)?|google|chrome\d*|"
    r"firefox\d*|safari\d*|edge\d*|brave|opera\d*|windows\d*|win\d+|macos\d*|mac|macbook|ios\d*|ipados\d*|iphone\d*\w{0,6}|ipad\d*|"
    r"android\d*|galaxy\w*|pixel\d*\w*|samsung\w*|xiaomi\w*|huawei\w*|icloud|gmail|outlook|hotmail|yahoo|paypal|metamask|ledger|"
    r"trezor|kraken|krakenpro|authy|yubikey\w*|whatsapp|telegram|youtube|github|linkedin|facetime|touchid|faceid|onedrive|"
    r"office365|microsoft365|2fa|a2f|fido2?|u2f|passkeys?|sha256|aes256|utf-?8|html5|mp3|mp4|web3|covid19|coinbase|binance|"
    r"face|touch|authenticator)s?"
)
"""Names that look as made up as passwords do."""
